package io.dutybell.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

  private static final Instant START = Instant.parse("2026-11-22T15:06:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  /** Far more than the statements of one of these tests take. */
  private static final Duration MOMENT = Duration.ofMinutes(1);

  private final WallClock wall = new WallClock();
  private final SteadyClock clock = new SteadyClock(wall);

  @Test
  void it_starts_with_the_wall_clock_and_goes_on_without_it() {
    Instant first = clock.now();
    Instant second = first;
    while (!second.isAfter(first)) {
      second = clock.now();
    }

    assertThat(first).isBetween(START, START.plus(MOMENT));
  }

  @Test
  void a_jump_of_the_wall_clock_does_not_move_it() {
    wall.at = START.plus(HOUR);
    assertThat(clock.now()).isBetween(START, START.plus(MOMENT));

    wall.at = START.minus(HOUR);
    assertThat(clock.now()).isBetween(START, START.plus(MOMENT));
  }

  @Test
  void it_follows_a_wall_clock_that_is_ahead_by_half_a_second_at_a_time() {
    wall.at = START.plus(HOUR);
    Instant before = clock.now();

    Duration ahead = clock.follow();

    assertThat(ahead).isBetween(HOUR.minus(MOMENT), HOUR);
    assertThat(clock.now())
        .isAfterOrEqualTo(before.plus(SteadyClock.STEP))
        .isBefore(before.plus(SteadyClock.STEP).plus(MOMENT));
  }

  @Test
  void it_follows_a_wall_clock_that_is_behind_by_no_more_than_half_a_second_at_a_time() {
    wall.at = START.minus(HOUR);
    Instant before = clock.now();

    Duration ahead = clock.follow();

    assertThat(ahead).isNegative().isBetween(HOUR.plus(MOMENT).negated(), HOUR.negated());
    assertThat(clock.now()).isAfterOrEqualTo(before.minus(SteadyClock.STEP));
  }

  @Test
  void it_arrives_in_the_end() {
    wall.at = START.plus(Duration.ofSeconds(100));
    int calls = 0;
    while (clock.follow().abs().compareTo(SteadyClock.STEP) > 0) {
      calls++;
    }

    assertThat(calls).isBetween(50, 200);
    assertThat(clock.now()).isCloseTo(wall.at, within(10, ChronoUnit.SECONDS));
  }

  @Test
  void it_tells_no_more_than_microseconds() {
    assertThat(clock.now().getNano() % 1_000).isZero();
  }

  private static final class WallClock extends java.time.Clock {
    Instant at = START;

    @Override
    public Instant instant() {
      return at;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public java.time.Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
