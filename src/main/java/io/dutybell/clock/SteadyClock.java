package io.dutybell.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The running product's clock: the wall clock at the start of the process plus the monotonic clock,
 * so that a jump of the wall clock neither skips, repeats nor stalls an escalation step
 * (docs/alerting.md, "Escalation: timing").
 *
 * <p>{@link #follow()} is called every few seconds by housekeeping and moves this clock a little
 * towards the wall clock, so that a wall clock that was put right is followed in the end, slowly
 * enough that no step is skipped.
 */
public final class SteadyClock implements Clock {

  /** The most that one call of {@link #follow()} moves this clock. */
  static final Duration STEP = Duration.ofMillis(500);

  private final java.time.Clock wall;
  private final long startNanos = System.nanoTime();
  private volatile Instant anchor;

  public SteadyClock() {
    this(java.time.Clock.systemUTC());
  }

  SteadyClock(java.time.Clock wall) {
    this.wall = wall;
    this.anchor = wall.instant();
  }

  @Override
  public Instant now() {
    return anchor.plusNanos(System.nanoTime() - startNanos).truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Moves this clock towards the wall clock, by at most half a second.
   *
   * @return how far the wall clock was ahead before the move; negative when it was behind
   */
  public synchronized Duration follow() {
    Duration ahead = Duration.between(now(), wall.instant());
    Duration move =
        ahead.abs().compareTo(STEP) <= 0 ? ahead : ahead.isNegative() ? STEP.negated() : STEP;
    anchor = anchor.plus(move);
    return ahead;
  }
}
