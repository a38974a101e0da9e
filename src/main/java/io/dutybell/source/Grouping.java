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
  UNTIL_RESOLVED,
  /** The most similar open alert of the source; not yet in force, which is as good as none. */
  SIMILAR;

  /** The grouping that takes place. */
  public Grouping inForce() {
    return this == SIMILAR ? NONE : this;
  }
}
