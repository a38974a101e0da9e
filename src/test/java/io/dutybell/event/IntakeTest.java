package io.dutybell.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where callbacks are stored in a storm, and how they get into the database. */
class IntakeTest {

  private static final Instant AT = Instant.parse("2026-11-22T15:06:07.123456Z");
  private static final int RATE = 1_000;

  @TempDir Path folder;
  private final Storm storm = new Storm(RATE);
  private boolean alone = true;
  private long mostBytesWaiting = Long.MAX_VALUE;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_storm_goes_to_the_spool_and_from_there_into_the_database_in_order(Dialect dialect)
      throws Exception {
    try (Database database = FreshDatabase.of(dialect);
        Spool spool = spool(64);
        Intake intake = intake(database, spool)) {
      store(intake, 1, 5);
      assertThat(spool.isEmpty()).as("before the storm").isTrue();

      breakOut(1_000);
      store(intake, 6, 5);
      store(intake, 11, 5_000);
      assertThat(intake.isSpooling()).isTrue();
      assertThat(spool.receipts()).isBetween(5_000, 5_005);

      awaitTheEndOfTheStorm();
      intake.replay();

      assertThat(spool.isEmpty()).isTrue();
      assertThat(intake.isSpooling()).isFalse();
      assertThat(numbersIn(database)).containsExactlyElementsOf(numbers(1, 5_010));

      store(intake, 5_011, 1);
      assertThat(spool.isEmpty()).as("after the storm").isTrue();
      assertThat(numbersIn(database)).hasSize(5_011);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_node_that_is_not_alone_leaves_a_storm_to_the_database_that_all_share(Dialect dialect)
      throws Exception {
    alone = false;
    try (Database database = FreshDatabase.of(dialect);
        Spool spool = spool(64);
        Intake intake = intake(database, spool)) {
      breakOut(1_000);
      store(intake, 1, 500);
      store(intake, 501, 500);

      assertThat(intake.isSpooling()).isFalse();
      assertThat(numbersIn(database)).containsExactlyElementsOf(numbers(1, 1_000));
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void during_a_storm_no_more_is_put_into_the_database_than_is_worked_on_then(Dialect dialect)
      throws Exception {
    try (Database database = FreshDatabase.of(dialect);
        Spool spool = spool(64);
        Intake intake = intake(database, spool)) {
      breakOut(1_000_000);
      store(intake, 1, 1);
      store(intake, 2, 20_000);

      int atOnce = intake.replay();
      int rightAfter = intake.replay();

      assertThat(storm.isOn(System.nanoTime())).isTrue();
      assertThat(atOnce).isBetween(1, 8_000);
      assertThat(rightAfter).isLessThan(8_000);
      assertThat(spool.isEmpty()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_storm_that_is_worked_on_as_it_comes_goes_to_the_spool_until_it_is_over(Dialect dialect)
      throws Exception {
    try (Database database = FreshDatabase.of(dialect);
        Spool spool = spool(64);
        Intake intake = intake(database, spool)) {
      breakOut(100_000_000);
      store(intake, 1, 1);
      store(intake, 2, 1);

      CompletableFuture<Void> replay = CompletableFuture.runAsync(() -> replay(intake));
      await().until(spool::isEmpty);
      boolean spoolingInBetween = intake.isSpooling();
      assertThat(storm.isOn(System.nanoTime())).isTrue();
      replay.join();

      assertThat(spoolingInBetween).isTrue();
      assertThat(storm.isOn(System.nanoTime())).isFalse();
      assertThat(intake.isSpooling()).isFalse();
      assertThat(numbersIn(database)).containsExactly(1, 2);
    }
  }

  private static void replay(Intake intake) {
    try {
      intake.replay();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_storm_leaves_half_of_the_spool_for_an_outage(Dialect dialect) throws Exception {
    try (Database database = FreshDatabase.of(dialect);
        Spool spool = spool(1);
        Intake intake = intake(database, spool)) {
      breakOut(1_000_000);
      store(intake, 1, 1);
      store(intake, 2, 5_000);
      assertThat(spool.bytes()).isGreaterThan(spool.mostBytes() / 2);

      intake.replay();

      assertThat(storm.isOn(System.nanoTime())).isTrue();
      assertThat(spool.bytes()).isLessThanOrEqualTo(spool.mostBytes() / 2);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void more_than_there_is_memory_for_is_refused_and_what_waited_makes_room(Dialect dialect)
      throws Exception {
    mostBytesWaiting = 3;
    try (Database database = FreshDatabase.of(dialect);
        Spool spool = spool(64);
        Intake intake = intake(database, spool)) {
      assertThat(intake.store(receipt(1_234)))
          .failsWithin(Duration.ofSeconds(1))
          .withThrowableThat()
          .withMessageContaining("more than 3 bytes wait to be stored");

      for (int number = 1; number <= 200; number++) {
        intake.store(receipt(number)).join();
      }
      assertThat(numbersIn(database)).containsExactlyElementsOf(numbers(1, 200));
    }
  }

  private Spool spool(int megabytes) throws IOException {
    return Spool.open(folder, (long) megabytes << 20, new Random(1));
  }

  private Intake intake(Database database, Spool spool) {
    EventStore events = new EventStore(database, "node");
    Backlog backlog = new Backlog(events, storm, () -> AT, receipt -> true);
    return new Intake(events, spool, backlog, storm, () -> alone, mostBytesWaiting);
  }

  /** So many callbacks came in just now, and the database did not keep up with them. */
  private void breakOut(int callbacks) {
    for (int i = 0; i < 10; i++) {
      storm.stored(callbacks / 10, 1_000, System.nanoTime());
    }
    assertThat(storm.isOn(System.nanoTime())).isTrue();
  }

  private void awaitTheEndOfTheStorm() {
    await().until(() -> !storm.isOn(System.nanoTime()));
  }

  private static void store(Intake intake, int first, int count) {
    CompletableFuture<?>[] stored =
        IntStream.range(first, first + count)
            .mapToObj(number -> intake.store(receipt(number)))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(stored).join();
  }

  private static List<Integer> numbersIn(Database database) {
    return new EventStore(database, "node")
        .unprocessed(AT.plusSeconds(60), AT, 100_000, Long.MAX_VALUE).receipts().stream()
            .map(receipt -> Integer.parseInt(new String(receipt.body(), StandardCharsets.US_ASCII)))
            .toList();
  }

  private static List<Integer> numbers(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }

  private static Receipt receipt(int number) {
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
        Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
  }
}
