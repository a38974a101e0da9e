package io.dutybell.source;

import java.time.Instant;
import java.util.Set;

/**
 * A time in which alert sources raise no alerts.
 *
 * @param id its number
 * @param summary what it is for
 * @param startsAt its first instant
 * @param endsAt the first instant after it
 * @param sourceIds the sources it is about
 */
public record MaintenanceWindow(
    long id, String summary, Instant startsAt, Instant endsAt, Set<Long> sourceIds) {

  /** Where it is in its life. */
  public enum State {
    /** It has not begun. */
    PENDING,
    /** It is in force. */
    ACTIVE,
    /** It has ended. */
    EXPIRED
  }

  /** Its state at this instant. */
  public State stateAt(Instant at) {
    if (at.isBefore(startsAt)) {
      return State.PENDING;
    }
    return at.isBefore(endsAt) ? State.ACTIVE : State.EXPIRED;
  }

  /** Whether the source is in maintenance at this instant because of this window. */
  public boolean covers(long sourceId, Instant at) {
    return sourceIds.contains(sourceId) && !at.isBefore(startsAt) && at.isBefore(endsAt);
  }
}
