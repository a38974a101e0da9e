package io.dutybell.alert;

import io.dutybell.event.Priority;
import java.time.Instant;
import java.util.UUID;

/**
 * What people do to alerts. Every action is one transaction that also writes the timeline, the next
 * escalation time and the notifications; none takes longer for there being many alerts. Users,
 * policies and schedules that are named must exist: the caller has checked that.
 */
public interface Alerts {

  /** Takes the alert: escalation and waiting notifications stop. */
  ActionResult accept(long alertId, Actor by);

  /** Ends the alert for good. */
  ActionResult resolve(long alertId, Actor by);

  /** Gives the alert to one user instead of its policy. */
  ActionResult assignUser(long alertId, long userId, Actor by);

  /** Gives the alert to the user who is on call by a schedule instead of its policy. */
  ActionResult assignSchedule(long alertId, long scheduleId, Actor by);

  /** Gives the alert to another escalation policy, from its first level. */
  ActionResult assignPolicy(long alertId, long policyId, Actor by);

  /** Goes to the next escalation level now. */
  ActionResult escalate(long alertId, Actor by);

  /** Accepts the alert until this instant, at which it is pending again. */
  ActionResult snooze(long alertId, Instant until, Actor by);

  /** Changes the priority. */
  ActionResult priority(long alertId, Priority priority, Actor by);

  /** Adds a comment to the timeline. */
  ActionResult comment(long alertId, String text, Actor by);

  /** Assigns a further user. */
  ActionResult addResponder(long alertId, long userId, Actor by);

  /** Sends a notification again that was given up. */
  ActionResult retryNotification(long alertId, UUID notificationId, Actor by);
}
