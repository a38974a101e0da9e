package io.dutybell.alert;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * What is known of an alert key; it outlives its alerts.
 *
 * @param sourceId the alert source
 * @param alertKey the key
 * @param lastAppliedAt the source's time of the last event that was applied; null while none had
 *     one
 * @param alertId the alert the key belongs to, or belonged to last; null before the first
 * @param isOpen whether the key has an open member there
 * @param episode the episode id of the open member, or of the last one; null when unknown
 * @param episodeStartedAt the source's time of the first ALERT of that episode; null when unknown
 * @param closedEpisodes the last episodes that an OK closed, one a line, the newest first, as many
 *     as fit into {@link #MAX_CLOSED} characters; null when none was
 * @param closedByOkAt the source's time of the newest of these OKs
 * @param heldEventId the last ALERT that came in maintenance and is still without its OK; null when
 *     there is none
 * @param recoveries when it recovered, see {@link Recoveries}; null when its source does not want
 *     to know
 */
public record KeyState(
    long sourceId,
    String alertKey,
    Instant lastAppliedAt,
    Long alertId,
    boolean isOpen,
    String episode,
    Instant episodeStartedAt,
    String closedEpisodes,
    Instant closedByOkAt,
    UUID heldEventId,
    String recoveries) {

  /** How much of the closed episodes is remembered; one alone always fits. */
  static final int MAX_CLOSED = 200;

  /** A key that nothing is known of. */
  public static KeyState unknown(long sourceId, String alertKey) {
    return new KeyState(sourceId, alertKey, null, null, false, null, null, null, null, null, null);
  }

  /**
   * An event of this time was applied. A time that was taken from the receipt is given as null and
   * changes nothing.
   */
  KeyState applied(Instant occurredAt) {
    if (occurredAt == null || (lastAppliedAt != null && occurredAt.isBefore(lastAppliedAt))) {
      return this;
    }
    return new KeyState(
        sourceId,
        alertKey,
        occurredAt,
        alertId,
        isOpen,
        episode,
        episodeStartedAt,
        closedEpisodes,
        closedByOkAt,
        heldEventId,
        recoveries);
  }

  /**
   * An ALERT waits for the end of a maintenance window.
   *
   * @param eventId that event; null when none waits any more
   */
  KeyState holding(UUID eventId) {
    return Objects.equals(eventId, heldEventId)
        ? this
        : new KeyState(
            sourceId,
            alertKey,
            lastAppliedAt,
            alertId,
            isOpen,
            episode,
            episodeStartedAt,
            closedEpisodes,
            closedByOkAt,
            eventId,
            recoveries);
  }

  /** The key with these recoveries. */
  KeyState recovering(String all) {
    return new KeyState(
        sourceId,
        alertKey,
        lastAppliedAt,
        alertId,
        isOpen,
        episode,
        episodeStartedAt,
        closedEpisodes,
        closedByOkAt,
        heldEventId,
        all);
  }

  /** The key has an open member in this alert, and this episode began. */
  KeyState opened(long newAlertId, String newEpisode, Instant startedAt) {
    return new KeyState(
        sourceId,
        alertKey,
        lastAppliedAt,
        newAlertId,
        true,
        newEpisode,
        startedAt,
        closedEpisodes,
        closedByOkAt,
        heldEventId,
        recoveries);
  }

  /** An OK closed this episode. */
  KeyState closed(String theEpisode, Instant okAt) {
    boolean known = theEpisode != null;
    return new KeyState(
        sourceId,
        alertKey,
        lastAppliedAt,
        alertId,
        false,
        episode,
        episodeStartedAt,
        known ? withNewest(theEpisode) : closedEpisodes,
        known ? okAt : closedByOkAt,
        heldEventId,
        recoveries);
  }

  private String withNewest(String theEpisode) {
    StringBuilder all = new StringBuilder(theEpisode);
    if (closedEpisodes != null) {
      closedEpisodes
          .lines()
          .filter(before -> !before.equals(theEpisode))
          .takeWhile(before -> all.length() + 1 + before.length() <= MAX_CLOSED)
          .forEach(before -> all.append('\n').append(before));
    }
    return all.toString();
  }

  /** Whether an OK closed this episode, as far as that is remembered. */
  boolean wasClosed(String theEpisode) {
    return theEpisode != null
        && closedEpisodes != null
        && closedEpisodes.lines().anyMatch(theEpisode::equals);
  }

  /** Whether this is the episode that an OK closed last. */
  boolean wasLastClosed(String theEpisode) {
    return closedEpisodes != null
        && closedEpisodes.lines().findFirst().filter(last -> last.equals(theEpisode)).isPresent();
  }

  /** The alert was closed by other means than an OK. */
  KeyState abandoned() {
    return isOpen
        ? new KeyState(
            sourceId,
            alertKey,
            lastAppliedAt,
            alertId,
            false,
            episode,
            episodeStartedAt,
            closedEpisodes,
            closedByOkAt,
            heldEventId,
            recoveries)
        : this;
  }
}
