package io.dutybell.oncall;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in which one user is on call.
 *
 * @param userId who
 * @param start its first instant
 * @param end the first instant after it
 */
public record Shift(long userId, Instant start, Instant end) {

  /** Whether this instant is in it. */
  public boolean covers(Instant at) {
    return !at.isBefore(start) && at.isBefore(end);
  }

  /** How long it lasts. */
  public Duration length() {
    return Duration.between(start, end);
  }

  Shift between(Instant newStart, Instant newEnd) {
    return new Shift(userId, newStart, newEnd);
  }
}
