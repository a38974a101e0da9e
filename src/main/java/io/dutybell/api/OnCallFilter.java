package io.dutybell.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dutybell.configuration.Configuration;
import io.dutybell.oncall.Schedule;
import io.dutybell.oncall.Shift;
import io.dutybell.team.User;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who of those on call is asked for; an empty set asks for all.
 *
 * @param policies by the numbers of escalation policies
 * @param levels by single levels of escalation policies
 * @param schedules by the numbers of on-call schedules
 * @param users by the numbers of users
 */
record OnCallFilter(
    Set<Long> policies, Set<PolicyLevel> levels, Set<Long> schedules, Set<Long> users) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LEVELS = "policy-levels";

  /** One level of an escalation policy, from 1. */
  record PolicyLevel(long policyId, int level) {}

  /** Reads the parameters {@code policies, policy-levels, schedules, users}. */
  static OnCallFilter of(Query query, Configuration configuration) {
    Set<PolicyLevel> levels = new HashSet<>();
    query.all(LEVELS).forEach(text -> levels.add(level(text)));
    Set<Long> users = new HashSet<>();
    query.all("users").forEach(name -> users.add(user(name, configuration)));
    return new OnCallFilter(
        Set.copyOf(query.ids("policies")), levels, Set.copyOf(query.ids("schedules")), users);
  }

  private static PolicyLevel level(String text) {
    try {
      Fields fields = Fields.of(JSON.readTree(text));
      Integer level = fields.number("level", 1, 100);
      if (level != null) {
        return new PolicyLevel(fields.id("id"), level);
      }
    } catch (JsonProcessingException | Problem e) {
      // The same sentence helps with all.
    }
    throw Problem.invalid(LEVELS, "must be JSON such as {\"id\": 7, \"level\": 1}");
  }

  /** A number stays one, whether or not there is such a user. */
  private static long user(String name, Configuration configuration) {
    if (Call.isId(name)) {
      return Long.parseLong(name);
    }
    Optional<User> user =
        configuration.users().values().stream().filter(u -> u.username().equals(name)).findFirst();
    return user.orElseThrow(
            () -> Problem.invalid("users", "must be the id or the username of a user"))
        .id();
  }

  /** Whether only those on a level of some escalation policy are asked for. */
  boolean isByPolicy() {
    return !policies.isEmpty() || !levels.isEmpty();
  }

  /** Whether only those on call by some schedule are asked for. */
  boolean isBySchedule() {
    return !schedules.isEmpty();
  }

  boolean takesLevel(long policyId, int level) {
    return !isByPolicy()
        || policies.contains(policyId)
        || levels.contains(new PolicyLevel(policyId, level));
  }

  boolean takesSchedule(long id) {
    return schedules.isEmpty() || schedules.contains(id);
  }

  boolean takesUser(long id) {
    return users.isEmpty() || users.contains(id);
  }

  /** Whether one of the users can be on call by the schedule at all. */
  boolean mayFind(Schedule schedule, List<Shift> overrides) {
    return users.isEmpty()
        || users.stream().anyMatch(schedule::names)
        || overrides.stream().anyMatch(shift -> users.contains(shift.userId()));
  }
}
