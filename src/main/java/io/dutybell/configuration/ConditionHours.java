package io.dutybell.configuration;

import io.dutybell.condition.HoursReference;
import io.dutybell.condition.Subject;
import io.dutybell.escalation.EscalationRule;
import io.dutybell.source.EventFilters;
import io.dutybell.source.StoredCondition;
import io.dutybell.source.SupportHours;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The support hours that conditions name, and the conditions that name support hours. */
final class ConditionHours {

  /** A condition of something that is configured. */
  private record Use(
      StoredCondition condition, String of, Set<Long> teamIds, Collection<Long> sourceIds) {}

  private ConditionHours() {}

  /** The support hours that a condition names. */
  static Optional<SupportHours> find(Session session, HoursReference reference)
      throws SQLException {
    return reference.id() != null
        ? SupportHoursStore.find(session, reference.id())
        : SupportHoursStore.byName(session, reference.name());
  }

  /** Finds support hours by number or name; null for those that there are not. */
  static Function<HoursReference, SupportHours> among(Collection<SupportHours> all) {
    Map<Long, SupportHours> byId = new HashMap<>();
    Map<String, SupportHours> byName = new HashMap<>();
    for (SupportHours hours : all) {
      byId.put(hours.id(), hours);
      byName.put(hours.name(), hours);
    }
    return reference ->
        reference.id() != null ? byId.get(reference.id()) : byName.get(reference.name());
  }

  /**
   * Refuses to let support hours go, or to be called otherwise, that a condition names.
   *
   * @param becomes what they will be called; null when they go
   * @param mayKnow what the caller may know of
   * @throws InUse then
   */
  static void refuseUse(
      Session session, SupportHours hours, String becomes, SourceStore.MayKnow mayKnow)
      throws SQLException {
    if (hours.name().equals(becomes)) {
      return;
    }
    List<Use> uses =
        uses(session).stream().filter(use -> names(use.condition(), hours, becomes)).toList();
    if (!uses.isEmpty()) {
      throw new InUse(
          "the support hours are named by "
              + uses.stream()
                  .filter(use -> mayKnow.of(use.teamIds(), use.sourceIds()))
                  .findFirst()
                  .map(Use::of)
                  .orElse("a condition of a private team")
              + "; change that first");
    }
  }

  private static boolean names(StoredCondition stored, SupportHours hours, String becomes) {
    return stored != null
        && stored.condition() != null
        && stored.condition().hours().stream()
            .anyMatch(
                reference ->
                    hours.name().equals(reference.name())
                        || becomes == null
                            && reference.id() != null
                            && reference.id() == hours.id());
  }

  private static List<Use> uses(Session session) throws SQLException {
    List<Use> uses = new ArrayList<>();
    session.list(
        "alert_sources/list",
        row -> {
          String name =
              " of alert source \"" + row.text("name") + "\" (id " + row.number("id") + ")";
          Set<Long> teamIds = StoredJson.ids(row.text("teams"));
          EventFilters.of(StoredTexts.read(row.text("texts")))
              .all()
              .forEach(
                  (field, condition) ->
                      uses.add(new Use(condition, "the " + field + name, teamIds, List.of())));
          return name;
        });
    session.list(
        "escalation_policies/list",
        row -> {
          String name = "a condition of escalation policy \"" + row.text("name") + "\"";
          Set<Long> teamIds = StoredJson.ids(row.text("teams"));
          for (EscalationRule rule : StoredJson.rules(row.text("rules"))) {
            uses.add(new Use(rule.condition(), name, teamIds, List.of()));
          }
          return name;
        });
    Map<String, List<Long>> sources = new HashMap<>();
    session.list(
        "alert_action_sources/list-all",
        row ->
            sources
                .computeIfAbsent(row.text("action_id"), id -> new ArrayList<>())
                .add(row.number("source_id")));
    session.list(
        "alert_actions/list",
        row ->
            uses.add(
                new Use(
                    StoredCondition.of(row.text("conditions"), Subject.ALERT),
                    "the conditions of alert action \"" + row.text("name") + "\"",
                    StoredJson.ids(row.text("teams")),
                    sources.getOrDefault(row.text("id"), List.of()))));
    return uses;
  }
}
