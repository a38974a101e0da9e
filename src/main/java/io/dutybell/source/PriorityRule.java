package io.dutybell.source;

import io.dutybell.event.Priority;

/** Which notification priority a new alert has (docs/alerting.md, "Priority"). */
public enum PriorityRule {
  HIGH,
  LOW,
  HIGH_DURING_SUPPORT_HOURS,
  LOW_DURING_SUPPORT_HOURS;

  /** Whether the priority depends on the time. */
  public boolean needsHours() {
    return this == HIGH_DURING_SUPPORT_HOURS || this == LOW_DURING_SUPPORT_HOURS;
  }

  /**
   * The priority at a time that counts as this.
   *
   * @param status ignored by a rule that needs no hours
   */
  Priority at(SupportHours.Status status) {
    return switch (this) {
      case HIGH -> Priority.HIGH;
      case LOW -> Priority.LOW;
      case HIGH_DURING_SUPPORT_HOURS ->
          status == SupportHours.Status.DURING ? Priority.HIGH : Priority.LOW;
      case LOW_DURING_SUPPORT_HOURS ->
          status == SupportHours.Status.DURING ? Priority.LOW : Priority.HIGH;
    };
  }
}
