package io.dutybell.escalation;

import java.time.Duration;
import java.util.List;

/**
 * One level of an escalation policy.
 *
 * @param userIds who is told, in order
 * @param timeout how long to wait for somebody to accept before the next level, 1 minute to 24
 *     hours
 */
public record EscalationRule(List<Long> userIds, Duration timeout) {

  public EscalationRule {
    userIds = List.copyOf(userIds);
  }
}
