package io.dutybell.clock;

import java.time.Instant;

/**
 * Tells the time. It is the only place that does: everything else is given an instant, so that
 * tests can turn the clock and the database never has an opinion.
 */
@FunctionalInterface
public interface Clock {

  /** The current instant, never null, to the microsecond (what both databases can store). */
  Instant now();
}
