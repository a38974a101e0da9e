package io.dutybell.event;

/** How bad a problem is, worst first. */
public enum Severity {
  CRITICAL,
  WARN,
  INFO;

  /**
   * Whether this is worse than the other; a null other counts as not known, which anything is worse
   * than.
   */
  public boolean isWorseThan(Severity other) {
    return other == null || compareTo(other) < 0;
  }
}
