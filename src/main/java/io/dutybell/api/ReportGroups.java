package io.dutybell.api;

import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.FormerStore;
import io.dutybell.configuration.FormerStore.Former;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.report.Cell;
import io.dutybell.report.Group;
import io.dutybell.report.GroupBy;
import io.dutybell.source.AlertSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Names what the alerts of a report have in common, as far as the caller may see it. */
final class ReportGroups {

  private static final Group NONE = new Group(null, null);

  private ReportGroups() {}

  /**
   * The groups that a cell counts for.
   *
   * @param groupBy null when alerts are not told apart
   * @param sight what the caller may see; the cells are about visible alerts only
   * @param former what was deleted
   */
  static Function<Cell, List<Group>> of(GroupBy groupBy, Sight sight, FormerStore former) {
    if (groupBy == null) {
      return cell -> List.of();
    }
    return switch (groupBy) {
      case SOURCE -> sources(sight.configuration(), former.sources());
      case POLICY -> policies(sight, former.policies());
      case TEAM -> cell -> teams(cell.id(), sight);
      case PRIORITY, SEVERITY ->
          cell -> List.of(cell.word() == null ? NONE : new Group(cell.word(), cell.word()));
    };
  }

  private static Function<Cell, List<Group>> sources(
      Configuration configuration, Map<Long, Former> former) {
    return cell -> {
      AlertSource source = configuration.sources().get(cell.id());
      Former gone = former.get(cell.id());
      String name = source != null ? source.name() : gone == null ? null : gone.name();
      return List.of(new Group(cell.id(), name));
    };
  }

  private static Function<Cell, List<Group>> policies(Sight sight, Map<Long, Former> former) {
    return cell -> {
      EscalationPolicy policy = sight.configuration().policies().get(cell.id());
      if (policy != null) {
        return List.of(new Group(cell.id(), sight.sees(policy) ? policy.name() : null));
      }
      Former gone = former.get(cell.id());
      boolean isNamed = gone != null && sight.seesWhatBelongedTo(gone.teamIds());
      return List.of(new Group(cell.id(), isNamed ? gone.name() : null));
    };
  }

  /** A team that the caller does not see is as if the alert source did not have it. */
  private static List<Group> teams(long sourceId, Sight sight) {
    Configuration configuration = sight.configuration();
    AlertSource source = configuration.sources().get(sourceId);
    Set<Long> teamIds =
        source != null
            ? source.teamIds()
            : configuration.formerSources().getOrDefault(sourceId, Set.of());
    List<Group> groups =
        teamIds.stream()
            .filter(sight::seesTeam)
            .sorted(Comparator.naturalOrder())
            .map(id -> new Group(id, configuration.teams().get(id).name()))
            .toList();
    return groups.isEmpty() ? List.of(NONE) : groups;
  }
}
