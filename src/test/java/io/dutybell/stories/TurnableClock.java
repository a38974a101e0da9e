package io.dutybell.stories;

import io.dutybell.clock.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A clock that stands still until a story turns it. It never goes back. */
final class TurnableClock implements Clock {

  private volatile Instant now = Instant.parse("2026-03-02T01:00:00Z");

  @Override
  public Instant now() {
    return now;
  }

  synchronized void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time does not go back");
    }
    now = now.plus(by);
  }

  /**
   * Goes on to one o'clock of the next day but one, so that no story sees another one's minutes.
   */
  synchronized void beginNewDay() {
    now = now.truncatedTo(ChronoUnit.DAYS).plus(2, ChronoUnit.DAYS).plus(1, ChronoUnit.HOURS);
  }
}
