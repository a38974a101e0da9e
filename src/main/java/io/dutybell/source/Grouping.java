package io.dutybell.source;

/**
 * Which open alert a new alert key joins (docs/alerting.md, "Alert grouping"). Grouping by alert
 * key always applies first.
 */
public enum Grouping {
  /** None: one alert per key. */
  NONE,
  /** The newest open alert of the source that was created within the window. */
  TIME_WINDOW,
  /** The open alert of the source that is PENDING. */
  UNTIL_ACCEPTED,
  /** The open alert of the source. */
  UNTIL_RESOLVED
}
