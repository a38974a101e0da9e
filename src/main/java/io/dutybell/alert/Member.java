package io.dutybell.alert;

import io.dutybell.event.Severity;
import java.time.Instant;

/**
 * One alert key of an alert, with its own state.
 *
 * @param alertId the alert
 * @param alertKey the key
 * @param isOpen whether the problem is still there
 * @param severity how bad; null when unknown
 * @param summary the summary of its last event
 * @param value its value at the last event that had one; may be null
 * @param episode its episode id; may be null
 * @param openedAt when it joined
 * @param lastEventAt its last event
 * @param closedAt when it recovered; null while it is open
 * @param eventCount how many ALERTs it had
 */
public record Member(
    long alertId,
    String alertKey,
    boolean isOpen,
    Severity severity,
    String summary,
    String value,
    String episode,
    Instant openedAt,
    Instant lastEventAt,
    Instant closedAt,
    int eventCount) {

  /**
   * It recovered.
   *
   * @param recovery the value at its recovery; null when unknown
   */
  Member closed(String recovery, Instant now) {
    return new Member(
        alertId,
        alertKey,
        false,
        severity,
        summary,
        recovery == null ? value : recovery,
        episode,
        openedAt,
        now,
        now,
        eventCount);
  }

  Member counted(Instant now) {
    return new Member(
        alertId,
        alertKey,
        isOpen,
        severity,
        summary,
        value,
        episode,
        openedAt,
        now,
        closedAt,
        eventCount + 1);
  }
}
