package io.dutybell.escalation;

import io.dutybell.condition.HoursReference;
import io.dutybell.source.SupportHours;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;

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
 * @param teamIds the teams that it belongs to; empty for none
 */
public record EscalationPolicy(
    long id,
    String name,
    List<EscalationRule> rules,
    boolean repeating,
    int frequency,
    Duration delay,
    String routingKey,
    Set<Long> teamIds) {

  public EscalationPolicy {
    rules = List.copyOf(rules);
    teamIds = Set.copyOf(teamIds);
  }

  /** One that belongs to no team. */
  public EscalationPolicy(
      long id,
      String name,
      List<EscalationRule> rules,
      boolean repeating,
      int frequency,
      Duration delay,
      String routingKey) {
    this(id, name, rules, repeating, frequency, delay, routingKey, Set.of());
  }

  /**
   * The same policy with users in the place of its on-call schedules, so that it holds for one
   * instant; itself when it names none.
   *
   * @param onCall the user who is on call by a schedule at that instant, empty when that is nobody
   */
  public EscalationPolicy withUsers(LongFunction<OptionalLong> onCall) {
    if (rules.stream().allMatch(rule -> rule.scheduleIds().isEmpty())) {
      return this;
    }
    return withRules(rules.stream().map(rule -> withUsers(rule, onCall)).toList());
  }

  private EscalationPolicy withRules(List<EscalationRule> newRules) {
    return new EscalationPolicy(
        id, name, newRules, repeating, frequency, delay, routingKey, teamIds);
  }

  /** Whether a level is told of some alerts only. */
  public boolean hasConditions() {
    return rules.stream().anyMatch(rule -> rule.condition() != null);
  }

  /**
   * The same policy with the support hours that its conditions name.
   *
   * @param hours finds support hours; null for those that there are not
   */
  public EscalationPolicy withHours(Function<HoursReference, SupportHours> hours) {
    return !hasConditions()
        ? this
        : withRules(
            rules.stream()
                .map(
                    rule ->
                        rule.condition() == null ? rule : rule.with(rule.condition().with(hours)))
                .toList());
  }

  /** The same policy with nobody on these levels. */
  public EscalationPolicy without(Set<Integer> levels) {
    List<EscalationRule> left = new ArrayList<>();
    for (EscalationRule rule : rules) {
      boolean stays = !levels.contains(left.size() + 1);
      left.add(stays ? rule : new EscalationRule(List.of(), List.of(), rule.timeout()));
    }
    return withRules(left);
  }

  private static EscalationRule withUsers(EscalationRule rule, LongFunction<OptionalLong> onCall) {
    Set<Long> users = new LinkedHashSet<>(rule.userIds());
    for (long scheduleId : rule.scheduleIds()) {
      onCall.apply(scheduleId).ifPresent(users::add);
    }
    return new EscalationRule(List.copyOf(users), List.of(), rule.timeout(), rule.condition());
  }

  /** Whether a level names this on-call schedule. */
  public boolean namesSchedule(long scheduleId) {
    return rules.stream().anyMatch(rule -> rule.scheduleIds().contains(scheduleId));
  }

  /** The same policy under its number. */
  public EscalationPolicy withId(long newId) {
    return new EscalationPolicy(
        newId, name, rules, repeating, frequency, delay, routingKey, teamIds);
  }
}
