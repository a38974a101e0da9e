package io.dutybell.oncall;

import java.time.Instant;

/**
 * A stretch of time.
 *
 * @param start its first instant
 * @param end the first instant after it
 */
public record Range(Instant start, Instant end) {

  /** What of it lies in another one; empty or turned around when nothing does. */
  Range within(Range other) {
    return new Range(
        start.isAfter(other.start) ? start : other.start,
        end.isBefore(other.end) ? end : other.end);
  }

  boolean isEmpty() {
    return !start.isBefore(end);
  }
}
