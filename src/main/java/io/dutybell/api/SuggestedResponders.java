package io.dutybell.api;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.oncall.Roster;
import io.dutybell.oncall.Schedule;
import io.dutybell.team.User;
import io.dutybell.team.User.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /api/alerts/{id}/suggested-responders}: who could be given an alert, the best first. */
public final class SuggestedResponders {

  private final AlertReader reader;
  private final LiveConfiguration live;
  private final Clock clock;

  public SuggestedResponders(AlertReader reader, LiveConfiguration live, Clock clock) {
    this.reader = reader;
    this.live = live;
    this.clock = clock;
  }

  /**
   * First the users of the alert's escalation policy, level by level, then all others who work on
   * alerts, then the escalation policies and the on-call schedules. Who does not work on alerts is
   * not among them, nor is what the caller may not see. What it would be of no use to choose is
   * disabled: a user who has the alert already, or who cannot be told anything now, and a schedule
   * by which nobody is on call.
   */
  public Answer list(Call call) {
    long id = call.id("id");
    Configuration configuration = live.refresh();
    Sight sight = Sight.of(call.caller(), configuration);
    AlertReader.Assigned assigned =
        reader
            .assigned(id, sight)
            .orElseThrow(() -> Problem.notFound("there is no alert with id " + id));
    Instant now = clock.now();
    Set<Long> suggested = ofPolicy(sight, assigned.policyId(), now);
    List<Map<String, Object>> responders = new ArrayList<>();
    suggested.forEach(
        user ->
            responders.add(
                user("SUGGESTED", configuration.users().get(user), assigned.users(), now)));
    configuration.users().values().stream()
        .filter(user -> !suggested.contains(user.id()) && worksOnAlerts(user))
        .sorted(Comparator.comparing(User::fullName).thenComparing(User::id))
        .forEach(user -> responders.add(user("USER", user, assigned.users(), now)));
    configuration.policies().values().stream()
        .filter(sight::sees)
        .sorted(Comparator.comparing(EscalationPolicy::name))
        .forEach(
            policy ->
                responders.add(responder(policy.id(), policy.name(), "ESCALATION_POLICY", false)));
    configuration.rosters().values().stream()
        .filter(roster -> sight.sees(roster.schedule()))
        .sorted(Comparator.comparing(roster -> roster.schedule().name()))
        .forEach(roster -> responders.add(schedule(roster, now)));
    return Answer.ok(responders);
  }

  private static Set<Long> ofPolicy(Sight sight, long policyId, Instant now) {
    Set<Long> users = new LinkedHashSet<>();
    EscalationPolicy policy = sight.configuration().policyAt(policyId, now);
    if (policy != null && sight.sees(policy)) {
      policy.rules().forEach(rule -> users.addAll(rule.userIds()));
    }
    users.removeIf(id -> !worksOnAlerts(sight.configuration().users().get(id)));
    return users;
  }

  private static boolean worksOnAlerts(User user) {
    return user != null && user.role() != Role.STAKEHOLDER;
  }

  private static Map<String, Object> user(
      String group, User user, Set<Long> assigned, Instant now) {
    boolean disabled = assigned.contains(user.id()) || !user.isReachableAt(now);
    return responder(user.id(), user.fullName(), group, disabled);
  }

  private static Map<String, Object> schedule(Roster roster, Instant now) {
    Schedule schedule = roster.schedule();
    boolean disabled = roster.userOnCall(now).isEmpty();
    return responder(schedule.id(), schedule.name(), "ON_CALL_SCHEDULE", disabled);
  }

  private static Map<String, Object> responder(
      long id, String name, String group, boolean disabled) {
    return Json.object("id", id, "name", name, "group", group, "disabled", disabled);
  }
}
