package io.dutybell.notification;

/** Where a notification is in its life. */
public enum NotificationState {
  /** Waits for its time. */
  PENDING,
  /** Has been claimed and is being sent; its due time is the end of the lease. */
  SENDING,
  /** Failed and will be tried again. */
  RETRYING,
  /** The receiver took it. */
  DELIVERED,
  /** Given up; a person can have it tried again. */
  FAILED,
  /**
   * No longer needed: the alert was accepted or resolved, or another notification told the same.
   */
  CANCELLED,
  /** The user was muted. */
  SUPPRESSED
}
