package io.dutybell.escalation;

import java.time.Duration;
import java.util.List;

/**
 * One level of an escalation policy.
 *
 * @param userIds who is told, in order
 * @param scheduleIds the on-call schedules whose user on call is told after them, in order
 * @param timeout how long to wait for somebody to accept before the next level, 1 minute to 24
 *     hours
 */
public record EscalationRule(List<Long> userIds, List<Long> scheduleIds, Duration timeout) {

  public EscalationRule {
    userIds = List.copyOf(userIds);
    scheduleIds = List.copyOf(scheduleIds);
  }

  /** One without on-call schedules. */
  public EscalationRule(List<Long> userIds, Duration timeout) {
    this(userIds, List.of(), timeout);
  }
}
