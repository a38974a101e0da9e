package io.dutybell.event;

/**
 * What became of an event (docs/alerting.md, "From callback to alert"). The words stand in the
 * table, the API and the metrics.
 */
public enum Outcome {
  UNRECOGNISED,
  TEST,
  DUPLICATE,
  STALE,
  FILTERED,
  MAINTENANCE,
  RESOLVED,
  MEMBER_RESOLVED,
  NO_OPEN_ALERT,
  ACCEPTED,
  NO_DATA,
  APPENDED,
  GROUPED,
  CREATED,
  /** The source is switched off. */
  DISABLED,
  /** The code failed on it; kept, with the error, for a person to look at. */
  FAILED;

  /** Whether the same delivery, sent again, is a duplicate of an event that ended like this. */
  public boolean makesDuplicates() {
    return this != FAILED && this != DISABLED;
  }
}
