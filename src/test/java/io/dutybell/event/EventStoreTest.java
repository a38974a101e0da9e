package io.dutybell.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The queue in table {@code events}, read in pages. */
class EventStoreTest {

  private static final Instant AT = Instant.parse("2026-11-22T15:06:07.123456Z");

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_page_holds_as_many_events_or_bytes_as_it_may_and_says_whether_it_is_the_last(
      Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      EventStore events = new EventStore(database, "node");
      events.insert(List.of(receipt(1, 100), receipt(2, 0), receipt(3, 100), receipt(4, 500)));

      assertThat(page(events, 100, 10_000)).isEqualTo("[1, 2, 3, 4] last");
      assertThat(page(events, 4, 10_000)).isEqualTo("[1, 2, 3, 4] and more");
      assertThat(page(events, 2, 10_000)).isEqualTo("[1, 2] and more");
      assertThat(page(events, 100, 200)).isEqualTo("[1, 2, 3] and more");
      assertThat(page(events, 100, 199)).isEqualTo("[1, 2] and more");
      assertThat(page(events, 100, 1)).isEqualTo("[1] and more");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_body_that_holds_many_events_is_read_once(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      EventStore events = new EventStore(database, "node");
      Receipt parent = receipt(1, 1_000);
      events.insert(List.of(parent, receipt(2, 10)));
      events.insertFurther(
          IntStream.rangeClosed(1, 50).mapToObj(i -> further(parent, i)).toList(),
          Format.CLOUDMONITOR);

      assertThat(page(events, 100, 1_010)).isEqualTo("[1, 2] last");
      assertThat(page(events, 52, 1_010)).isEqualTo("[1, 2] and more");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void nothing_is_a_last_page(Dialect dialect) {
    try (Database database = FreshDatabase.of(dialect)) {
      assertThat(page(new EventStore(database, "node"), 100, 100)).isEqualTo("[] last");
    }
  }

  private static String page(EventStore events, int mostEvents, long mostBytes) {
    EventStore.Page page = events.unprocessed(AT.plusSeconds(60), AT, mostEvents, mostBytes);
    List<Long> numbers =
        page.receipts().stream().map(r -> r.id().getLeastSignificantBits() & 0xFFFF).toList();
    return numbers + (page.isLast() ? " last" : " and more");
  }

  private static Event further(Receipt parent, int position) {
    return new Event(
        new UUID(0x7001, 0x8000000000000000L | position),
        parent.id(),
        position,
        parent.sourceId(),
        AT,
        Event.Content.nothing(State.UNRECOGNISED, "nothing"),
        null);
  }

  private static Receipt receipt(int number, int bytes) {
    return new Receipt(
        new UUID(0x7000, 0x8000000000000000L | number),
        7,
        Format.CLOUDMONITOR,
        AT,
        "POST",
        null,
        null,
        "192.0.2.1",
        null,
        new byte[bytes]);
  }
}
