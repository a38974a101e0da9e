package io.dutybell.heartbeat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Watches something that is to call at least once in an interval, such as a backup.
 *
 * @param id its number; 0 for one that is not stored yet
 * @param name its name, unique
 * @param interval the longest time between two pings
 * @param alertSummary what an alert about it says; may be null
 * @param sourceId the alert source through which it alerts; null for none
 * @param lastPingAt when it was last pinged; null before the first ping
 * @param createdAt when it was made; null for one that is not stored yet
 * @param updatedAt when its configuration was last changed; null for one that is not stored yet
 * @param teamIds the teams that it belongs to; empty for none
 * @param active whether a missing ping is told of
 * @param watchedSince when waiting for a ping began anew, after a time in which none could be
 *     taken; null when there was none
 */
public record HeartbeatMonitor(
    long id,
    String name,
    Duration interval,
    String alertSummary,
    Long sourceId,
    Instant lastPingAt,
    Instant createdAt,
    Instant updatedAt,
    Set<Long> teamIds,
    boolean active,
    Instant watchedSince) {

  public HeartbeatMonitor {
    teamIds = Set.copyOf(teamIds);
  }

  /** One that belongs to no team and is active. */
  public HeartbeatMonitor(
      long id,
      String name,
      Duration interval,
      String alertSummary,
      Long sourceId,
      Instant lastPingAt,
      Instant createdAt,
      Instant updatedAt) {
    this(
        id,
        name,
        interval,
        alertSummary,
        sourceId,
        lastPingAt,
        createdAt,
        updatedAt,
        Set.of(),
        true,
        null);
  }

  /** How it is, as far as its pings tell. */
  public enum State {
    /** It has not been pinged yet, and so is not watched. */
    UNKNOWN,
    /** The last ping is no older than the interval. */
    HEALTHY,
    /** A ping is missing. */
    OVERDUE
  }

  /** Its state at this instant. */
  public State stateAt(Instant now) {
    if (lastPingAt == null) {
      return State.UNKNOWN;
    }
    return now.isAfter(lastPingAt.plus(interval)) ? State.OVERDUE : State.HEALTHY;
  }
}
