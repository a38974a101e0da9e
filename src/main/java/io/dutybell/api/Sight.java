package io.dutybell.api;

import io.dutybell.configuration.Configuration;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.oncall.Schedule;
import io.dutybell.source.AlertSource;
import io.dutybell.team.Team;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * What a caller may see. Something whose teams are all private is seen by the members of one of
 * them and by administrators; so are the alerts of such an alert source. Everything else is seen by
 * everybody. What cannot be seen is as if it were not there.
 */
final class Sight {

  /** The most entries of a list that are looked through for who does not see everything. */
  private static final int MOST_LISTED = 10_000;

  private final Configuration configuration;
  private final Caller caller;
  private final boolean everything;

  /**
   * @param caller null for who sees everything
   */
  private Sight(Configuration configuration, Caller caller) {
    this.configuration = configuration;
    this.caller = caller;
    this.everything =
        caller == null
            || caller.isAdministrator()
            || configuration.teams().values().stream().allMatch(this::isOpen)
                && configuration.formerSources().values().stream().allMatch(this::isOpen);
  }

  /** What this caller may see. */
  static Sight of(Caller caller, Configuration configuration) {
    return new Sight(configuration, caller);
  }

  /** The sight of who sees everything. */
  static Sight ofEverything(Configuration configuration) {
    return new Sight(configuration, null);
  }

  /** The configuration that is looked at. */
  Configuration configuration() {
    return configuration;
  }

  /** Whether nothing is hidden. */
  boolean isOfEverything() {
    return everything;
  }

  /** Whether a team can be seen. */
  boolean sees(Team team) {
    return everything || isOpen(team);
  }

  /** Whether an alert source can be seen. */
  boolean sees(AlertSource source) {
    return seesWhatBelongsTo(source.teamIds());
  }

  /** Whether an escalation policy can be seen. */
  boolean sees(EscalationPolicy policy) {
    return seesWhatBelongsTo(policy.teamIds());
  }

  /** Whether an on-call schedule can be seen. */
  boolean sees(Schedule schedule) {
    return seesWhatBelongsTo(schedule.teamIds());
  }

  /** Whether nothing hides the escalation policy with this number, which may be gone. */
  boolean seesPolicy(long id) {
    EscalationPolicy policy = everything ? null : configuration.policies().get(id);
    return policy == null || sees(policy);
  }

  /** Whether something that belongs to these teams can be seen. A team that is gone stays shut. */
  boolean seesWhatBelongsTo(Set<Long> teamIds) {
    return everything || isOpen(teamIds);
  }

  /** Whether something that was deleted and belonged to these teams, which may be gone, is seen. */
  boolean seesWhatBelongedTo(Set<Long> teamIds) {
    return caller == null || caller.isAdministrator() || isOpen(teamIds);
  }

  /** Whether something that names these alert sources can be seen: all of them must be. */
  boolean seesSources(Collection<Long> ids) {
    return everything
        || ids.stream()
            .map(configuration.sources()::get)
            .allMatch(source -> source == null || sees(source));
  }

  /**
   * A page of what can be seen of a list.
   *
   * @param list gives so many entries after leaving out so many
   * @param isSeen whether an entry can be seen
   */
  <T> List<T> page(Page page, BiFunction<Integer, Integer, List<T>> list, Predicate<T> isSeen) {
    return everything
        ? list.apply(page.skip(), page.count())
        : list.apply(0, MOST_LISTED).stream()
            .filter(isSeen)
            .skip(page.skip())
            .limit(page.count())
            .toList();
  }

  /** Whether the alerts of an alert source, which may have been deleted, can be seen. */
  boolean seesAlertsOf(long sourceId) {
    if (everything) {
      return true;
    }
    AlertSource source = configuration.sources().get(sourceId);
    Set<Long> teamIds =
        source == null ? configuration.formerSources().get(sourceId) : source.teamIds();
    return teamIds != null && isOpen(teamIds);
  }

  /**
   * The alert sources whose alerts can be seen, also those that were deleted; empty when all can.
   */
  Optional<Set<Long>> sources() {
    if (everything) {
      return Optional.empty();
    }
    Set<Long> seen = new HashSet<>();
    teamsOfSources()
        .forEach(
            (id, teamIds) -> {
              if (isOpen(teamIds)) {
                seen.add(id);
              }
            });
    return Optional.of(seen);
  }

  /** The alert sources, also deleted ones, of the teams among these that can be seen. */
  Set<Long> sourcesOf(Set<Long> teamIds) {
    Set<Long> found = new HashSet<>();
    teamsOfSources()
        .forEach(
            (id, owners) -> {
              if (owners.stream().anyMatch(o -> teamIds.contains(o) && seesTeam(o))) {
                found.add(id);
              }
            });
    return found;
  }

  /** Whether there is a team with this number that can be seen. */
  boolean seesTeam(long id) {
    Team team = configuration.teams().get(id);
    return team != null && sees(team);
  }

  private boolean isOpen(Team team) {
    return team.isPublic() || caller.isMember(team.id());
  }

  private boolean isOpen(Set<Long> teamIds) {
    return teamIds.isEmpty()
        || teamIds.stream()
            .map(configuration.teams()::get)
            .anyMatch(team -> team != null && isOpen(team));
  }

  private Map<Long, Set<Long>> teamsOfSources() {
    Map<Long, Set<Long>> teams = new HashMap<>(configuration.formerSources());
    configuration.sources().forEach((id, source) -> teams.put(id, source.teamIds()));
    return teams;
  }
}
