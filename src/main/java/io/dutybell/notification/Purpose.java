package io.dutybell.notification;

/** Why somebody is told. */
public enum Purpose {
  /** An alert needs this person. */
  ALERT,
  /** An alert that was accepted got worse: its responders are told again. */
  RAISED,
  /** Somebody else has accepted an alert that this person was told about. */
  ACCEPTED,
  /** An alert that this person was told about is over. */
  RESOLVED,
  /** Nobody could be reached or nobody accepted: the installation's fallback is told. */
  FALLBACK,
  /** Somebody clicked "send test". */
  TEST
}
