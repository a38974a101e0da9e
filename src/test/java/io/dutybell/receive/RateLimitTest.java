package io.dutybell.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:06:00Z");

  private final RateLimit limit = new RateLimit();

  @Test
  void a_burst_of_a_minute_s_worth_passes_and_the_next_one_waits() {
    for (int i = 0; i < 60; i++) {
      assertThat(limit.take(1, 60, NOW)).isZero();
    }

    assertThat(limit.take(1, 60, NOW)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void it_fills_evenly_and_holds_no_more_than_a_minute_s_worth() {
    drain(1, NOW);
    assertThat(limit.take(1, 60, NOW.plusMillis(999)))
        .isBetween(Duration.ofMillis(1), Duration.ofMillis(2));
    assertThat(limit.take(1, 60, NOW.plusSeconds(1))).isZero();
    assertThat(limit.take(1, 60, NOW.plusSeconds(1))).isPositive();

    assertThat(drain(1, NOW.plus(Duration.ofHours(5)))).isEqualTo(60);
  }

  @Test
  void who_waits_as_long_as_was_said_may_pass() {
    drain(1, NOW);
    Duration wait = limit.take(1, 7, NOW);

    assertThat(limit.take(1, 7, NOW.plus(wait))).isZero();
  }

  @Test
  void a_flood_of_refused_calls_does_not_keep_the_bucket_empty() {
    drain(1, NOW);
    int passed = 0;
    for (int i = 1; i <= 20_000; i++) {
      passed += limit.take(1, 60, NOW.plusNanos(100_000L * i)).isZero() ? 1 : 0;
    }

    assertThat(passed).as("in two seconds, with ten calls in each millisecond").isBetween(1, 2);
  }

  @Test
  void sources_have_their_own_limits() {
    drain(1, NOW);

    assertThat(limit.take(2, 60, NOW)).isZero();
  }

  @Test
  void a_limit_that_was_lowered_holds_at_once() {
    limit.take(1, 600, NOW);

    int passed = 0;
    while (limit.take(1, 5, NOW).isZero()) {
      passed++;
    }
    assertThat(passed).isEqualTo(5);
  }

  @Test
  void a_clock_that_goes_back_takes_nothing_away_and_gives_nothing() {
    drain(1, NOW);

    assertThat(limit.take(1, 60, NOW.minusSeconds(10))).isEqualTo(Duration.ofSeconds(1));
  }

  private int drain(long source, Instant now) {
    int passed = 0;
    while (limit.take(source, 60, now).isZero()) {
      passed++;
    }
    return passed;
  }
}
