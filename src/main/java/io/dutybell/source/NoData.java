package io.dutybell.source;

/** What {@code INSUFFICIENT_DATA} does. */
public enum NoData {
  /** It is recorded on the open alert, if there is one. */
  IGNORE,
  /** It is treated as an ALERT. */
  ALERT,
  /** It is treated as a RESOLVE. */
  RESOLVE
}
