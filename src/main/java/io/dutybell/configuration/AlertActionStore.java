package io.dutybell.configuration;

import io.dutybell.clock.Clock;
import io.dutybell.condition.HoursReference;
import io.dutybell.connector.AlertAction;
import io.dutybell.connector.TriggerType;
import io.dutybell.security.SecretBox;
import io.dutybell.source.SupportHours;
import io.dutybell.store.Params;
import io.dutybell.store.Row;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Alert actions. Their params are encrypted as a whole. */
public final class AlertActionStore {

  private final ConfigurationStore store;
  private final Clock clock;
  private final SecretBox box;

  public AlertActionStore(ConfigurationStore store, Clock clock, SecretBox box) {
    this.store = store;
    this.clock = clock;
    this.box = box;
  }

  /** Alert actions in the order in which they were made. */
  public List<AlertAction> list(int skip, int count) {
    return store.read(
        session -> list(session, Set.of("page"), p -> p.count("skip", skip).count("count", count)));
  }

  /** The alert action with this id. */
  public Optional<AlertAction> find(String id) {
    return store.read(
        session -> list(session, Set.of("id"), p -> p.text("id", id)).stream().findFirst());
  }

  /** The alert action with this name, exactly. */
  public Optional<AlertAction> findByName(String name) {
    return store.read(
        session -> list(session, Set.of("name"), p -> p.text("name", name)).stream().findFirst());
  }

  /** The support hours that a condition names. */
  public Optional<SupportHours> hours(HoursReference reference) {
    return store.read(session -> ConditionHours.find(session, reference));
  }

  /**
   * Stores a new alert action.
   *
   * @throws InUse when its name is taken, or its connector was deleted meanwhile
   */
  public void add(AlertAction action) {
    store.change(
        session -> {
          refuse(session, action);
          session.update("alert_actions/insert", p -> bind(p, action));
          addSources(session, action);
          return null;
        });
  }

  /**
   * Replaces an alert action.
   *
   * @return whether there was one with this id
   * @throws InUse when its name is taken, or its connector was deleted meanwhile
   */
  public boolean replace(AlertAction action) {
    return store.change(
        session -> {
          refuse(session, action);
          if (session.update("alert_actions/update", p -> bind(p, action)) == 0) {
            return false;
          }
          session.update("alert_action_sources/delete", p -> p.text("actionId", action.id()));
          addSources(session, action);
          return true;
        });
  }

  /** Deletes an alert action. */
  public void delete(String id) {
    store.change(session -> session.update("alert_actions/delete", p -> p.text("id", id)));
  }

  /**
   * Refuses to let an alert source go that an alert action is about.
   *
   * @throws InUse then
   */
  static void refuseUse(Session session, long sourceId, SourceStore.MayKnow mayKnow)
      throws SQLException {
    Optional<Used> action =
        session.first(
            "alert_actions/list",
            Set.of("source"),
            p -> p.number("sourceId", sourceId),
            row -> new Used(row.text("id"), row.text("name"), StoredJson.ids(row.text("teams"))));
    if (action.isEmpty()) {
      return;
    }
    List<Long> sourceIds =
        session.list(
            "alert_action_sources/list",
            p -> p.texts("actionIds", List.of(action.get().id())),
            row -> row.number("source_id"));
    throw new InUse(
        "the alert source is used by "
            + (mayKnow.of(action.get().teamIds(), sourceIds)
                ? "alert action \"" + action.get().name() + "\""
                : "an alert action of a private team")
            + "; take the source out of it first");
  }

  /** An alert action that stands in the way. */
  private record Used(String id, String name, Set<Long> teamIds) {}

  private static void addSources(Session session, AlertAction action) throws SQLException {
    session.batch(
        "alert_action_sources/insert",
        action.sourceIds(),
        (p, sourceId) -> p.text("actionId", action.id()).number("sourceId", sourceId));
  }

  private static void refuse(Session session, AlertAction action) throws SQLException {
    if (action.connectorId() != null) {
      ConnectorStore.requireIfStored(session, action.connectorId());
    }
    TeamStore.requireAll(session, action.teamIds());
    Optional<String> other =
        session.first(
            "alert_actions/list",
            Set.of("name"),
            p -> p.text("name", action.name()),
            row -> row.text("id"));
    if (other.isPresent() && !other.get().equals(action.id())) {
      throw new InUse("the name \"" + action.name() + "\" is taken by another alert action");
    }
  }

  private Params bind(Params p, AlertAction action) throws SQLException {
    return p.text("id", action.id())
        .text("name", action.name())
        .text("connectorId", action.connectorId())
        .text("connectorType", action.connectorType())
        .word("triggerMode", action.triggerMode())
        .text(
            "triggerTypes",
            action.triggerTypes().stream()
                .sorted()
                .map(TriggerType::word)
                .collect(Collectors.joining(" ")))
        .text("params", box.encrypt(action.params()))
        .text("conditions", action.conditions())
        .text("teams", StoredJson.ofIds(action.teamIds()))
        .instant("now", clock.now());
  }

  private List<AlertAction> list(Session session, Set<String> parts, Session.Bind bind)
      throws SQLException {
    List<AlertAction> actions = session.list("alert_actions/list", parts, bind, this::action);
    Map<String, Set<Long>> sources = new HashMap<>();
    session.list(
        "alert_action_sources/list",
        p -> p.texts("actionIds", actions.stream().map(AlertAction::id).toList()),
        row ->
            sources
                .computeIfAbsent(row.text("action_id"), id -> new HashSet<>())
                .add(row.number("source_id")));
    return actions.stream()
        .map(action -> withSources(action, sources.getOrDefault(action.id(), Set.of())))
        .toList();
  }

  private static AlertAction withSources(AlertAction a, Set<Long> sourceIds) {
    return new AlertAction(
        a.id(),
        a.name(),
        sourceIds,
        a.connectorId(),
        a.connectorType(),
        a.triggerMode(),
        a.triggerTypes(),
        a.params(),
        a.conditions(),
        a.createdAt(),
        a.updatedAt(),
        a.teamIds());
  }

  private AlertAction action(Row row) throws SQLException {
    return new AlertAction(
        row.text("id"),
        row.text("name"),
        Set.of(),
        row.text("connector_id"),
        row.text("connector_type"),
        row.word("trigger_mode", AlertAction.TriggerMode.class),
        Arrays.stream(row.text("trigger_types").split(" "))
            .flatMap(word -> TriggerType.of(word).stream())
            .collect(Collectors.toSet()),
        box.decrypt(row.text("params_encrypted")),
        row.text("conditions"),
        row.instant("created_at"),
        row.instant("updated_at"),
        StoredJson.ids(row.text("teams")));
  }
}
