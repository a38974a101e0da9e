package io.dutybell.escalation;

import java.time.Duration;
import java.util.List;

/**
 * Who is told, level by level, until somebody accepts.
 *
 * @param id its number
 * @param name its name, unique
 * @param rules the levels, the first is level 1
 * @param repeating whether it starts again after the last level
 * @param frequency how many more times, 1 to 9, when it repeats
 * @param delay how long to wait before level 1, 0 to 60 minutes
 * @param routingKey the name by which an event can choose it; may be null
 */
public record EscalationPolicy(
    long id,
    String name,
    List<EscalationRule> rules,
    boolean repeating,
    int frequency,
    Duration delay,
    String routingKey) {

  public EscalationPolicy {
    rules = List.copyOf(rules);
  }
}
