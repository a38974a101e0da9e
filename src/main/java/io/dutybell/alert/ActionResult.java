package io.dutybell.alert;

/** What became of an action on an alert. */
public enum ActionResult {
  /** It was done. */
  DONE,
  /** There is no such alert, or no such notification of it. */
  NOT_FOUND,
  /** The alert is so already; nothing was changed. */
  ALREADY,
  /** The alert is resolved, and that is final. */
  RESOLVED_IS_FINAL,
  /** The state of the alert or of the notification does not allow it. */
  NOT_ALLOWED,
  /** Nobody is on call by the schedule that was named. */
  NOBODY_ON_CALL
}
