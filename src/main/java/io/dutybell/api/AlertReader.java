package io.dutybell.api;

import com.fasterxml.jackson.databind.util.RawValue;
import io.dutybell.clock.Clock;
import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.source.AlertSource;
import io.dutybell.store.Database;
import io.dutybell.store.Row;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads alerts, and what belongs to them, as the API shows them. */
public final class AlertReader {

  private static final int MEMBERS_SHOWN = 100;

  /** So many alerts are merged in a few milliseconds. */
  private static final int FAR = 20_000;

  private final Database database;
  private final LiveConfiguration live;
  private final Clock clock;

  public AlertReader(Database database, LiveConfiguration live, Clock clock) {
    this.database = database;
    this.live = live;
    this.clock = clock;
  }

  /**
   * A page of alerts, newest first, without their members.
   *
   * @param include what else to show, see {@link OptionalParts}
   * @param sight what the caller may see
   */
  List<Map<String, Object>> list(AlertQuery query, Page page, Set<String> include, Sight sight) {
    if (query.findsNothing()) {
      return List.of();
    }
    Optional<Beginning> begin = begin(query, page.skip());
    if (begin.isEmpty()) {
      return List.of();
    }
    Beginning from = begin.get();
    // Transactions of their own, because how the first is planned is wrong for the second.
    List<Long> ids =
        database.inTransaction(session -> ids(session, from.query(), from.skip(), page.count()));
    return database.inTransaction(session -> alerts(session, ids, include, sight));
  }

  /** Where a page begins: behind so many of the alerts that fit. */
  private record Beginning(AlertQuery query, int skip) {}

  /**
   * Where a page begins that has so many alerts before it. Alerts of several users have to be
   * merged one by one; but very many can be counted hour by hour, and only those of the page's own
   * hour and older ones are merged.
   *
   * @return empty when there are not so many
   */
  private Optional<Beginning> begin(AlertQuery query, int skip) {
    if (skip < FAR || !query.isOfSeveralUsers() || query.isOfText()) {
      return Optional.of(new Beginning(query, skip));
    }
    return database.inTransaction(
        session -> {
          session.readMany();
          long before = 0;
          for (Hour hour : hours(session, query)) {
            if (before + hour.alerts() > skip) {
              return Optional.of(new Beginning(query.before(hour.end()), (int) (skip - before)));
            }
            before += hour.alerts();
          }
          return Optional.empty();
        });
  }

  /** How many alerts there are of an hour, counted from 1970. */
  private record Hour(long number, long alerts) {

    Instant end() {
      return Instant.EPOCH.plus(Duration.ofHours(number + 1));
    }
  }

  /** The hours of which there are alerts, newest first. */
  private static List<Hour> hours(Session session, AlertQuery query) throws SQLException {
    Set<String> parts = new HashSet<>(query.parts());
    parts.add("by-hour");
    return session.list(
        "alert_responders/count-alerts",
        parts,
        query::bind,
        row -> new Hour(row.number("hours"), row.number("alerts")));
  }

  private static List<Long> ids(Session session, AlertQuery query, int skip, int count)
      throws SQLException {
    if (!query.isOfUsers()) {
      session.readFirst();
      return session.list(
          "alerts/ids-of-page",
          query.parts(),
          p -> query.bind(p).count("skip", skip).count("count", count),
          row -> row.number("id"));
    }
    session.readInOrder();
    return session.list(
        "alert_responders/ids-of-page",
        query.partsOfUsers(),
        p -> query.bindEachUser(p).count("skip", skip).count("count", count),
        row -> row.number("id"));
  }

  /** How many alerts there are. */
  long count(AlertQuery query) {
    if (query.findsNothing()) {
      return 0;
    }
    return database.inTransaction(
        session -> {
          if (query.isOfText()) {
            return (long) ids(session, query, 0, AlertQuery.SEARCHED).size();
          }
          session.readMany();
          return session
              .first(
                  query.isOfUsers() ? "alert_responders/count-alerts" : "alerts/count",
                  query.parts(),
                  query::bind,
                  row -> row.number("alerts"))
              .orElseThrow();
        });
  }

  /** One alert, whoever may see it, with its first members. */
  Optional<Map<String, Object>> find(long id) {
    return find(id, Set.of(), Sight.ofEverything(live.current()));
  }

  /**
   * One alert, with its first members.
   *
   * @param include what else to show, see {@link OptionalParts}
   * @param sight what the caller may see
   * @return empty when there is none that the caller may see
   */
  Optional<Map<String, Object>> find(long id, Set<String> include, Sight sight) {
    return database.inTransaction(
        session -> {
          List<Map<String, Object>> found = alerts(session, List.of(id), include, sight);
          if (found.isEmpty()) {
            return Optional.empty();
          }
          found.get(0).put("members", members(session, id, new Page(0, MEMBERS_SHOWN)));
          return Optional.of(found.get(0));
        });
  }

  /** Whether there is such an alert that the caller may see. */
  boolean exists(long id, Sight sight) {
    return database
        .inTransaction(
            session ->
                session.first(
                    "alerts/source-of", p -> p.number("id", id), row -> row.number("source_id")))
        .filter(sight::seesAlertsOf)
        .isPresent();
  }

  /** What there is to tell of these alerts, newest first. */
  List<AlertNews> news(List<Long> ids) {
    Sight everything = Sight.ofEverything(live.current());
    return database.inTransaction(session -> alerts(session, ids, Set.of(), everything)).stream()
        .map(AlertNews::new)
        .toList();
  }

  /**
   * Who has an alert.
   *
   * @param policyId its escalation policy, which may be gone
   * @param users its responders
   */
  record Assigned(long policyId, Set<Long> users) {}

  /** Who has an alert, if there is one that the caller may see. */
  Optional<Assigned> assigned(long id, Sight sight) {
    return database.inTransaction(
        session -> {
          Set<Long> users = new HashSet<>();
          session.list(
              "alert_responders/list-of-alerts",
              p -> p.numbers("ids", List.of(id)),
              row -> users.add(row.number("user_id")));
          return session
              .first(
                  "alerts/show",
                  p -> p.numbers("ids", List.of(id)),
                  row ->
                      sight.seesAlertsOf(row.number("source_id"))
                          ? Optional.of(new Assigned(row.number("policy_id"), users))
                          : Optional.<Assigned>empty())
              .flatMap(seen -> seen);
        });
  }

  /** An alert's members, oldest first. */
  List<Map<String, Object>> members(long id, Page page) {
    return database.inTransaction(session -> members(session, id, page));
  }

  /** An alert's timeline, oldest first. */
  List<Map<String, Object>> logEntries(long id, Page page) {
    Configuration configuration = live.current();
    return database.inTransaction(
        session ->
            session.list(
                "timeline/list",
                p ->
                    p.number("alertId", id).count("skip", page.skip()).count("count", page.count()),
                row ->
                    Json.object(
                        "id",
                        row.number("id"),
                        "timestamp",
                        row.instant("at"),
                        "logEntryType",
                        row.text("type"),
                        "text",
                        row.text("text"),
                        "user",
                        user(row.number("user_id"), configuration),
                        "alertId",
                        id)));
  }

  /** An alert's notifications with every attempt, oldest first. */
  List<Map<String, Object>> notifications(long id, Page page) {
    Configuration configuration = live.current();
    return database.inTransaction(
        session -> {
          Map<UUID, Map<String, Object>> notifications = new LinkedHashMap<>();
          session.list(
              "notifications/list-of-alert",
              p -> p.number("alertId", id).count("skip", page.skip()).count("count", page.count()),
              row -> notifications.put(row.uuid("id"), notification(row, configuration)));
          Map<UUID, List<Object>> attempts = new HashMap<>();
          session.list(
              "notification_attempts/list",
              p -> p.uuids("ids", notifications.keySet()),
              row ->
                  attempts
                      .computeIfAbsent(row.uuid("notification_id"), n -> new ArrayList<>())
                      .add(attempt(row)));
          notifications.forEach(
              (n, json) -> json.put("attempts", attempts.getOrDefault(n, List.of())));
          return List.copyOf(notifications.values());
        });
  }

  private List<Map<String, Object>> alerts(
      Session session, List<Long> ids, Set<String> include, Sight sight) throws SQLException {
    Configuration configuration = sight.configuration();
    Instant now = clock.now();
    Map<Long, List<Map<String, Object>>> responders = new HashMap<>();
    session.list(
        "alert_responders/list-of-alerts",
        p -> p.numbers("ids", ids),
        row ->
            responders
                .computeIfAbsent(row.number("alert_id"), a -> new ArrayList<>())
                .add(responder(row, configuration)));
    List<Map<String, Object>> shown = new ArrayList<>();
    session.list(
        "alerts/show",
        p -> p.numbers("ids", ids),
        row -> {
          if (!sight.seesAlertsOf(row.number("source_id"))) {
            return false;
          }
          Map<String, Object> json =
              alert(row, sight, responders.getOrDefault(row.number("id"), List.of()), now);
          OptionalParts.add(json, row, include, sight);
          return shown.add(json);
        });
    return shown;
  }

  private static List<Map<String, Object>> members(Session session, long id, Page page)
      throws SQLException {
    return session.list(
        "alert_members/list",
        p -> p.number("alertId", id).count("skip", page.skip()).count("count", page.count()),
        row ->
            Json.object(
                "alertKey",
                row.text("alert_key"),
                "status",
                row.text("status"),
                "severity",
                row.text("severity"),
                "summary",
                row.text("summary"),
                "value",
                row.text("current_value"),
                "openedAt",
                row.instant("opened_at"),
                "lastEventAt",
                row.instant("last_event_at"),
                "closedAt",
                row.instant("closed_at"),
                "eventCount",
                row.count("event_count")));
  }

  private static Map<String, Object> alert(
      Row row, Sight sight, List<Map<String, Object>> responders, Instant now) throws SQLException {
    Configuration configuration = sight.configuration();
    Map<String, Object> policy = EscalationPolicies.reference(row.number("policy_id"), sight);
    Map<String, Object> json =
        Json.object(
            "id",
            row.number("id"),
            "summary",
            row.text("summary"),
            "details",
            row.text("details"),
            "reportTime",
            row.instant("created_at"),
            "resolvedOn",
            row.instant("resolved_at"),
            "status",
            row.text("status"),
            "alertSource",
            source(row.number("source_id"), configuration),
            "escalationPolicy",
            policy,
            "scalationPolicy",
            policy,
            "priority",
            row.text("priority"),
            "severity",
            row.text("severity"),
            "alertKey",
            row.text("alert_key"),
            "assignedTo",
            responders.isEmpty() ? null : responders.get(0).get("user"),
            "responders",
            responders,
            "nextEscalation",
            row.instant("next_escalation_at"),
            "escalationLevel",
            row.count("escalation_level"),
            "acknowledgedBy",
            user(row.number("accepted_by"), configuration),
            "acknowledgedByType",
            row.text("accepted_by_type"),
            "acknowledgedOn",
            row.instant("accepted_at"),
            "resolvedBy",
            user(row.number("resolved_by"), configuration),
            "resolvedByType",
            row.text("resolved_by_type"));
    json.put("snoozedUntil", row.instant("reopen_at"));
    json.put("lastEventAt", row.instant("last_event_at"));
    json.put("previousAlertId", row.number("previous_alert_id"));
    json.put("images", nested(row.text("images")));
    json.put("links", nested(row.text("links")));
    json.put("customDetails", nested(row.text("custom_details")));
    json.put("eventCount", row.count("event_count"));
    json.put("memberCount", row.count("member_count"));
    json.put("openMemberCount", row.count("open_members"));
    Instant until = row.instant("flapping_until");
    json.put(
        "flapping", until != null && now.isBefore(until) && row.instant("resolved_at") == null);
    return json;
  }

  private static Map<String, Object> responder(Row row, Configuration configuration)
      throws SQLException {
    return Json.object(
        "user",
        user(row.number("user_id"), configuration),
        "level",
        row.count("level"),
        "assignedAt",
        row.instant("assigned_at"));
  }

  private static Map<String, Object> notification(Row row, Configuration configuration)
      throws SQLException {
    return Json.object(
        "id",
        row.uuid("id").toString(),
        "user",
        user(row.number("user_id"), configuration),
        "contactId",
        row.number("contact_id"),
        "connector",
        row.text("connector"),
        "purpose",
        row.text("purpose"),
        "state",
        row.text("state"),
        "createdAt",
        row.instant("created_at"),
        "firstDueAt",
        row.instant("first_due_at"),
        "dueAt",
        row.instant("due_at"),
        "firstTriedAt",
        row.instant("first_tried_at"),
        "deliveredAt",
        row.instant("delivered_at"),
        "attemptCount",
        row.count("attempts"),
        "lastError",
        row.text("last_error"));
  }

  private static Map<String, Object> attempt(Row row) throws SQLException {
    return Json.object(
        "number",
        row.count("number"),
        "at",
        row.instant("at"),
        "notifier",
        row.text("notifier"),
        "status",
        row.text("status"),
        "error",
        row.text("error"),
        "durationMs",
        row.number("duration_ms"));
  }

  private static Map<String, Object> user(Long id, Configuration configuration) {
    return id == null ? null : EscalationPolicies.reference(id, configuration.users().get(id));
  }

  private static Map<String, Object> source(Long id, Configuration configuration) {
    AlertSource source = configuration.sources().get(id);
    return Json.object("id", id, "name", source == null ? null : source.name());
  }

  /** JSON that we made ourselves, of any size and depth: shown as it is, without being read. */
  private static RawValue nested(String column) {
    return new RawValue(column);
  }
}
