package io.dutybell.escalation;

import io.dutybell.source.StoredCondition;
import java.time.Duration;
import java.util.List;

/**
 * One level of an escalation policy.
 *
 * @param userIds who is told, in order
 * @param scheduleIds the on-call schedules whose user on call is told after them, in order
 * @param timeout how long to wait for somebody to accept before the next level, 1 minute to 24
 *     hours
 * @param condition of which alerts the level is told, at the moment when it is due; null for all
 */
public record EscalationRule(
    List<Long> userIds, List<Long> scheduleIds, Duration timeout, StoredCondition condition) {

  public EscalationRule {
    userIds = List.copyOf(userIds);
    scheduleIds = List.copyOf(scheduleIds);
  }

  /** One for all alerts. */
  public EscalationRule(List<Long> userIds, List<Long> scheduleIds, Duration timeout) {
    this(userIds, scheduleIds, timeout, null);
  }

  /** The same rule with this condition, which may be null. */
  public EscalationRule with(StoredCondition newCondition) {
    return new EscalationRule(userIds, scheduleIds, timeout, newCondition);
  }

  /** One without on-call schedules. */
  public EscalationRule(List<Long> userIds, Duration timeout) {
    this(userIds, List.of(), timeout);
  }
}
