package io.dutybell.configuration;

import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.oncall.Roster;
import io.dutybell.source.AlertSource;
import io.dutybell.source.IntegrationKey;
import io.dutybell.source.MaintenanceWindow;
import io.dutybell.team.Team;
import io.dutybell.team.User;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Everything that says who is told, when, and for what, at one version: an immutable snapshot of
 * the database, replaced as a whole.
 *
 * @param version counts the changes of configuration
 * @param sources by number
 * @param keys by hash
 * @param policies by number
 * @param users by number
 * @param maintenanceWindows those that have not ended
 * @param teams by number
 * @param formerSources the teams of the alert sources that were deleted, by the source's number
 * @param rosters the on-call schedules with the overrides that have not ended, by number
 */
public record Configuration(
    long version,
    Map<Long, AlertSource> sources,
    Map<String, IntegrationKey> keys,
    Map<Long, EscalationPolicy> policies,
    Map<Long, User> users,
    List<MaintenanceWindow> maintenanceWindows,
    Map<Long, Team> teams,
    Map<Long, Set<Long>> formerSources,
    Map<Long, Roster> rosters) {

  public Configuration {
    sources = Map.copyOf(sources);
    keys = Map.copyOf(keys);
    policies = Map.copyOf(policies);
    users = Map.copyOf(users);
    maintenanceWindows = List.copyOf(maintenanceWindows);
    teams = Map.copyOf(teams);
    formerSources = Map.copyOf(formerSources);
    rosters = Map.copyOf(rosters);
  }

  /** One without teams and on-call schedules. */
  public Configuration(
      long version,
      Map<Long, AlertSource> sources,
      Map<String, IntegrationKey> keys,
      Map<Long, EscalationPolicy> policies,
      Map<Long, User> users,
      List<MaintenanceWindow> maintenanceWindows) {
    this(version, sources, keys, policies, users, maintenanceWindows, Map.of(), Map.of(), Map.of());
  }

  /** A configuration without anything in it. */
  public static Configuration empty() {
    return new Configuration(0, Map.of(), Map.of(), Map.of(), Map.of(), List.of());
  }

  /** The policy that an event chooses by its routing key, if one has it. */
  public Optional<EscalationPolicy> policyByRoutingKey(String routingKey) {
    return policies.values().stream()
        .filter(p -> p.routingKey() != null && p.routingKey().equals(routingKey))
        .findFirst();
  }

  /**
   * The policy with whoever is on call at this instant in the place of its on-call schedules; null
   * when there is no policy with this number.
   */
  public EscalationPolicy policyAt(long policyId, Instant at) {
    EscalationPolicy policy = policies.get(policyId);
    return policy == null ? null : policy.withUsers(id -> userOnCall(id, at));
  }

  /** The user who is on call by a schedule at this instant; empty when that is nobody. */
  public OptionalLong userOnCall(long scheduleId, Instant at) {
    Roster roster = rosters.get(scheduleId);
    return roster == null ? OptionalLong.empty() : roster.userOnCall(at);
  }

  /** The user's role in each team that the user is a member of, by the team's number. */
  public Map<Long, User.Role> teamRoles(long userId) {
    Map<Long, User.Role> roles = new HashMap<>();
    for (Team team : teams.values()) {
      team.role(userId).ifPresent(role -> roles.put(team.id(), role));
    }
    return roles;
  }

  /**
   * Whether everybody who sees the alerts of an alert source also sees what belongs to these teams,
   * so that a text that all of them read may name it.
   *
   * @param sourceId the alert source, which may have been deleted
   */
  public boolean isSeenWithAlertsOf(long sourceId, Set<Long> teamIds) {
    if (isOpen(teamIds)) {
      return true;
    }
    AlertSource source = sources.get(sourceId);
    Set<Long> readers =
        source == null ? formerSources.getOrDefault(sourceId, Set.of()) : source.teamIds();
    return !isOpen(readers) && teamIds.containsAll(readers);
  }

  /** Whether nobody is kept from seeing what belongs to these teams. */
  private boolean isOpen(Set<Long> teamIds) {
    return teamIds.isEmpty()
        || teamIds.stream().map(teams::get).anyMatch(team -> team != null && team.isPublic());
  }

  /** The maintenance window that the source is in at this instant, if it is in one. */
  public Optional<MaintenanceWindow> maintenance(long sourceId, Instant at) {
    return maintenanceWindows.stream().filter(w -> w.covers(sourceId, at)).findFirst();
  }
}
