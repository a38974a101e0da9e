package io.dutybell.alert;

import io.dutybell.event.Outcome;
import io.dutybell.notification.NotificationOrder;
import java.util.List;

/**
 * What one event does. Everything here is written in one transaction.
 *
 * @param outcome what became of the event
 * @param reason a sentence that says why
 * @param alertId the alert it belongs to; null when there is none
 * @param key the key's state after it; null when it changes nothing
 * @param alert the alert after it, new or changed; null when none changes
 * @param member the member after it, new or changed; null when none changes
 * @param lateFor a resolved alert whose event count grows by one; null when none
 * @param timeline what is added to the timeline
 * @param assignments who becomes a responder
 * @param notifications who is told
 * @param stopsWaiting whether the alert's waiting notifications are cancelled first
 */
public record Decision(
    Outcome outcome,
    String reason,
    Long alertId,
    KeyState key,
    Alert alert,
    Member member,
    Long lateFor,
    List<TimelineEntry> timeline,
    List<Assignment> assignments,
    List<NotificationOrder> notifications,
    boolean stopsWaiting) {

  /** The same for another reason. */
  Decision because(String newReason) {
    return new Decision(
        outcome,
        newReason,
        alertId,
        key,
        alert,
        member,
        lateFor,
        timeline,
        assignments,
        notifications,
        stopsWaiting);
  }

  /** An event that leaves everything as it is. */
  static Decision nothing(Outcome outcome, String reason) {
    return new Decision(
        outcome, reason, null, null, null, null, null, List.of(), List.of(), List.of(), false);
  }
}
