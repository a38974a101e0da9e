package io.dutybell.alert;

import java.time.Instant;

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
 * @param closedEpisode the last episode that an OK closed; null when none was
 * @param closedByOkAt the source's time of that OK
 */
public record KeyState(
    long sourceId,
    String alertKey,
    Instant lastAppliedAt,
    Long alertId,
    boolean isOpen,
    String episode,
    Instant episodeStartedAt,
    String closedEpisode,
    Instant closedByOkAt) {

  /** A key that nothing is known of. */
  public static KeyState unknown(long sourceId, String alertKey) {
    return new KeyState(sourceId, alertKey, null, null, false, null, null, null, null);
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
        closedEpisode,
        closedByOkAt);
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
        closedEpisode,
        closedByOkAt);
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
        known ? theEpisode : closedEpisode,
        known ? okAt : closedByOkAt);
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
            closedEpisode,
            closedByOkAt)
        : this;
  }
}
