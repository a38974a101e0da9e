package io.dutybell.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What alert sources are told of what did not come. */
class SignalsTest {

  private static final Instant START = Instant.parse("2026-11-22T15:06:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static Awaited ping(long sourceId, Instant lastAt, Instant since, Instant changedAt) {
    return new Awaited(
        Awaited.Kind.HEARTBEAT,
        7,
        sourceId,
        MINUTE,
        lastAt,
        since,
        changedAt,
        "No ping",
        "details");
  }

  private static Missing told(Instant lastAt, Instant missedAt) {
    return new Missing(Awaited.Kind.HEARTBEAT, 7, 5, lastAt, missedAt);
  }

  private static List<Signal> at(Instant now, List<Awaited> awaited, Missing... told) {
    return new Signals(id -> id == 5 || id == 8, id -> id == 6, now).of(awaited, List.of(told));
  }

  @Test
  void nothing_is_missing_before_the_interval_and_its_grace_are_over() {
    List<Awaited> pings = List.of(ping(5, START, null, null));

    assertThat(at(START.plusSeconds(63), pings)).isEmpty();
    assertThat(at(START.plusSeconds(64), pings)).hasSize(1).allMatch(Signal::begins);
  }

  @Test
  void waiting_that_began_anew_counts_from_then() {
    List<Awaited> pings = List.of(ping(5, START, START.plusSeconds(40), null));

    assertThat(at(START.plusSeconds(103), pings)).isEmpty();
    assertThat(at(START.plusSeconds(104), pings)).hasSize(1);
  }

  @Test
  void what_was_told_is_not_told_again_and_ends_with_a_ping() {
    Missing told = told(START, START.plusSeconds(64));

    assertThat(at(START.plusSeconds(900), List.of(ping(5, START, null, null)), told)).isEmpty();
    assertThat(
            at(START.plusSeconds(900), List.of(ping(5, START.plusSeconds(899), null, null)), told))
        .singleElement()
        .matches(signal -> !signal.begins() && signal.sourceId() == 5);
  }

  @Test
  void a_late_look_by_a_clock_that_is_behind_ends_nothing() {
    Missing told = told(START, START.plusSeconds(64));

    assertThat(at(START.plusSeconds(60), List.of(ping(5, START, null, START)), told)).isEmpty();
  }

  @Test
  void it_ends_when_nobody_waits_any_more_or_another_source_is_to_be_told() {
    Missing told = told(START, START.plusSeconds(64));

    assertThat(at(START.plusSeconds(90), List.of(), told)).hasSize(1);
    assertThat(at(START.plusSeconds(90), List.of(ping(8, START, null, null)), told))
        .singleElement()
        .matches(signal -> !signal.begins() && signal.sourceId() == 5);
  }

  @Test
  void a_source_that_is_switched_off_is_told_nothing() {
    Missing told = new Missing(Awaited.Kind.HEARTBEAT, 7, 6, START, START.plusSeconds(64));

    assertThat(at(START.plusSeconds(90), List.of(ping(6, START, null, null)))).isEmpty();
    assertThat(at(START.plusSeconds(90), List.of(), told)).isEmpty();
  }

  @Test
  void a_monitor_that_was_moved_away_from_a_source_that_is_off_or_gone_is_told_of_anew() {
    for (long former : List.of(6L, 9L)) {
      Missing told = new Missing(Awaited.Kind.HEARTBEAT, 7, former, START, START.plusSeconds(64));

      assertThat(at(START.plusSeconds(90), List.of(ping(8, START, null, null)), told))
          .singleElement()
          .matches(signal -> !signal.begins());
    }
  }

  @Test
  void the_grace_of_a_long_interval_is_an_hour() {
    assertThat(Awaited.grace(Duration.ofDays(7))).isEqualTo(Duration.ofHours(1));
    assertThat(Awaited.grace(Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(3));
  }
}
