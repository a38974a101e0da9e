package io.dutybell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dutybell.event.EventStore;
import io.dutybell.event.Format;
import io.dutybell.event.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many rows at once: one statement on PostgreSQL, a batch on H2. */
class BatchTest {

  private static final Instant AT = Instant.parse("2026-11-22T15:06:07.123456Z");

  private static Receipt receipt(int number, String text, byte[] body) {
    return new Receipt(
        new UUID(0x7000, 0x8000000000000000L | number),
        7,
        Format.CLOUDMONITOR,
        AT.plusNanos(number * 1_000L),
        "POST",
        text,
        null,
        "192.0.2.1",
        text,
        body);
  }

  private static List<Receipt> read(EventStore events) {
    return events.unprocessed(AT.plusSeconds(60), AT, 1_000, Long.MAX_VALUE).receipts();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void hostile_texts_nulls_and_any_bytes_come_back_as_they_were(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      EventStore events = new EventStore(database, "node");
      byte[] bytes = new byte[256];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) i;
      }
      List<String> texts = new ArrayList<>();
      texts.add(null);
      texts.addAll(
          List.of("", "NULL", "{a,b}", "\"'\\,", "'; drop table events; --", "告警 🚨", ":id[] ?"));
      List<Receipt> stored = new ArrayList<>();
      for (String text : texts) {
        stored.add(receipt(stored.size(), text, bytes));
      }
      stored.add(receipt(stored.size(), "x", new byte[0]));

      events.insert(stored);

      assertThat(read(events)).usingRecursiveComparison().isEqualTo(stored);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_is_there_already_is_left_as_it_is(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      EventStore events = new EventStore(database, "node");
      byte[] body = "first".getBytes(StandardCharsets.UTF_8);
      events.insert(List.of(receipt(1, "first", body)));

      events.insert(List.of(receipt(1, "again", body), receipt(2, "new", body)));

      assertThat(read(events)).extracting(Receipt::query).containsExactly("first", "new");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void all_are_stored_or_none(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      EventStore events = new EventStore(database, "node");
      byte[] body = {1};

      assertThatThrownBy(
              () ->
                  events.insert(
                      List.of(receipt(1, "fits", body), receipt(2, "x".repeat(201), body))))
          .isInstanceOf(StoreFailure.class);

      assertThat(read(events)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void nothing_is_done_for_no_rows(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      EventStore events = new EventStore(database, "node");

      events.insert(List.of());

      assertThat(read(events)).isEmpty();
    }
  }
}
