package io.dutybell.alert;

/**
 * Kinds of timeline entries; the first seven are ilert's names, the others are our own for what it
 * lacks.
 */
public enum TimelineType {
  AlertReceivedLogEntry,
  AlertSourceResponseLogEntry,
  AlertAssignedBySystemLogEntry,
  AlertAssignedByUserLogEntry,
  AlertCreatedByUserLogEntry,
  NotificationLogEntry,
  UserResponseLogEntry,
  /** The severity or priority changed. */
  AlertRaisedLogEntry,
  /** A further alert key joined, or one recovered. */
  AlertMemberLogEntry,
  /** An escalation level was skipped, or the escalation began again. */
  EscalationLogEntry,
  /** The escalation ended: nobody is on call, or nobody accepted. */
  EscalationEndedLogEntry,
  /** Time did it: auto-resolution, the accept timeout, the end of a snooze. */
  TimeoutLogEntry,
  /** The problem comes and goes. */
  FlappingLogEntry,
  /** A comment. */
  CommentLogEntry
}
