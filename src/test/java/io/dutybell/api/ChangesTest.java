package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.api.ApiServer.Reply;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A change and its entry in the audit log: both or neither, for every operation that changes. */
class ChangesTest {

  private static final Pattern METHOD = Pattern.compile(" {4}(get|put|post|delete):");
  private static final Pattern OPERATION = Pattern.compile(" {6}- id: ([a-z-]+)");

  /** What only looks, and what alerts keep in their own timeline. */
  private static final Set<String> NOT_AUDITED =
      Set.of(
          "apply-action-link",
          "apply-configuration",
          "send-test-event",
          "preview-templates",
          "ping-heartbeat-by-post",
          "ping-heartbeat-by-head",
          "search-contact-target",
          "search-user-email",
          "test-connector",
          "accept-alert",
          "resolve-alert",
          "assign-alert",
          "escalate-alert",
          "snooze-alert",
          "change-alert-priority",
          "comment-alert",
          "add-responder",
          "retry-notification");

  private static final String DAYS =
      "\"supportDays\":{\"MONDAY\":{\"start\":\"09:00\",\"end\":\"17:00\"}}}";
  private static final String POLICY =
      "\"escalationRules\":[{\"users\":[{\"id\":{users}}],\"escalationTimeout\":5}]}";
  private static final String ACTION =
      "\"alertSources\":[{\"id\":{alert-sources}}],\"connectorId\":\"webhook\",\"triggerMode\":\"MANUAL\"}";
  private static final String WINDOW =
      "\"start\":\"2026-12-01T00:00:00Z\",\"end\":\"2026-12-02T00:00:00Z\","
          + "\"affectedAlertSources\":[{\"id\":{alert-sources}}]}";
  private static final String SHIFT =
      "\"user\":{\"id\":{users}},\"start\":\"2026-12-01T00:00:00Z\",\"end\":\"2026-12-02T00:00:00Z\"";
  private static final String PREFERENCE =
      "\"contact\":{\"id\":{emails}},\"type\":\"HIGH_PRIORITY\"}";

  /** In an order in which each can be done, on an empty database. */
  private static final List<Step> STEPS =
      List.of(
          new Step("add-user", "POST /api/users", "{\"username\":\"ann\"}"),
          new Step("replace-user", "PUT /api/users/{users}", "{\"firstName\":\"Ann\"}"),
          new Step(
              "change-password",
              "PUT /api/users/{users}/password",
              "{\"password\":\"l0ng enough\"}"),
          new Step(
              "add-contact",
              "POST /api/users/{users}/contacts/emails",
              "{\"target\":\"a@example.org\"}"),
          new Step(
              "replace-contact",
              "PUT /api/users/{users}/contacts/emails/{emails}",
              "{\"target\":\"b@example.org\"}"),
          new Step(
              "add-notification-preference",
              "POST /api/users/{users}/notification-preferences/alerts",
              "{\"delayMin\":1," + PREFERENCE),
          new Step(
              "replace-notification-preference",
              "PUT /api/users/{users}/notification-preferences/alerts/{alerts}",
              "{\"delayMin\":2," + PREFERENCE),
          new Step(
              "delete-notification-preference",
              "DELETE /api/users/{users}/notification-preferences/alerts/{alerts}",
              null),
          new Step("delete-contact", "DELETE /api/users/{users}/contacts/emails/{emails}", null),
          new Step("add-team", "POST /api/teams", "{\"name\":\"Ops\"}"),
          new Step("replace-team", "PUT /api/teams/{teams}", "{\"name\":\"Operations\"}"),
          new Step("delete-team", "DELETE /api/teams/{teams}", null),
          new Step("add-token", "POST /api/tokens", "{\"name\":\"ci\",\"scopes\":[\"READ\"]}"),
          new Step("revoke-token", "DELETE /api/tokens/{tokens}", null),
          new Step(
              "add-escalation-policy",
              "POST /api/escalation-policies",
              "{\"name\":\"a\"," + POLICY),
          new Step(
              "replace-escalation-policy",
              "PUT /api/escalation-policies/{escalation-policies}",
              "{\"name\":\"b\"," + POLICY),
          new Step("add-support-hours", "POST /api/support-hours", "{\"name\":\"a\"," + DAYS),
          new Step(
              "replace-support-hours",
              "PUT /api/support-hours/{support-hours}",
              "{\"name\":\"b\"," + DAYS),
          new Step(
              "add-alert-source",
              "POST /api/alert-sources",
              "{\"name\":\"a\",\"integrationType\":\"API\",\"escalationPolicy\":{\"id\":{escalation-policies}},"
                  + "\"supportHours\":{"
                  + DAYS
                  + "}"),
          new Step(
              "replace-alert-source",
              "PUT /api/alert-sources/{alert-sources}",
              "{\"name\":\"b\",\"escalationPolicy\":{\"id\":{escalation-policies}}}"),
          new Step(
              "rotate-integration-key", "POST /api/alert-sources/{alert-sources}/rotate-key", ""),
          new Step(
              "add-heartbeat-monitor",
              "POST /api/heartbeat-monitors",
              "{\"name\":\"a\",\"intervalSec\":60}"),
          new Step(
              "replace-heartbeat-monitor",
              "PUT /api/heartbeat-monitors/{heartbeat-monitors}",
              "{\"name\":\"b\",\"intervalSec\":60}"),
          new Step(
              "delete-heartbeat-monitor",
              "DELETE /api/heartbeat-monitors/{heartbeat-monitors}",
              null),
          new Step(
              "add-maintenance-window",
              "POST /api/maintenance-windows",
              "{\"summary\":\"a\"," + WINDOW),
          new Step(
              "replace-maintenance-window",
              "PUT /api/maintenance-windows/{maintenance-windows}",
              "{\"summary\":\"b\"," + WINDOW),
          new Step(
              "delete-maintenance-window",
              "DELETE /api/maintenance-windows/{maintenance-windows}",
              null),
          new Step(
              "add-connector",
              "POST /api/connectors",
              "{\"name\":\"a\",\"type\":\"webhook\",\"params\":{}}"),
          new Step("replace-connector", "PUT /api/connectors/{connectors}", "{\"name\":\"b\"}"),
          new Step("delete-connector", "DELETE /api/connectors/{connectors}", null),
          new Step("add-alert-action", "POST /api/alert-actions", "{\"name\":\"a\"," + ACTION),
          new Step(
              "replace-alert-action",
              "PUT /api/alert-actions/{alert-actions}",
              "{\"name\":\"b\"," + ACTION),
          new Step("delete-alert-action", "DELETE /api/alert-actions/{alert-actions}", null),
          new Step(
              "add-schedule",
              "POST /api/schedules",
              "{\"name\":\"a\",\"type\":\"STATIC\",\"shifts\":[]}"),
          new Step(
              "replace-schedule",
              "PUT /api/schedules/{schedules}",
              "{\"name\":\"b\",\"type\":\"STATIC\",\"shifts\":[{" + SHIFT + "}]}"),
          new Step("add-override", "POST /api/schedules/{schedules}/overrides", "{" + SHIFT + "}"),
          new Step("add-override", "PUT /api/schedules/{schedules}/overrides", "{" + SHIFT + "}"),
          new Step(
              "put-overrides", "PUT /api/schedules/{schedules}/overrides", "[{" + SHIFT + "}]"),
          new Step(
              "delete-override", "DELETE /api/schedules/{schedules}/overrides/{override}", null),
          new Step("add-calendar-link", "POST /api/schedules/{schedules}/calendar-links", null),
          new Step(
              "delete-calendar-link",
              "DELETE /api/schedules/{schedules}/calendar-links/{calendar-links}",
              null),
          new Step("delete-schedule", "DELETE /api/schedules/{schedules}", null),
          new Step("delete-alert-source", "DELETE /api/alert-sources/{alert-sources}", null),
          new Step("delete-support-hours", "DELETE /api/support-hours/{support-hours}", null),
          new Step(
              "delete-escalation-policy",
              "DELETE /api/escalation-policies/{escalation-policies}",
              null),
          new Step("delete-user", "DELETE /api/users/{users}", null),
          new Step("change-sending", "PUT /api/system/sending", "{\"paused\":true}"));

  private record Step(String operation, String call, String body) {}

  private Database database;
  private ApiServer server;
  private final Map<String, String> made = new HashMap<>();

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
      database.close();
    }
  }

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_cannot_be_noted_is_not_changed_either(Dialect dialect) throws Exception {
    start(dialect);
    for (Step step : STEPS) {
      List<String> before = everyRow();
      execute("alter table audit_log rename to audit_log_away");
      Reply failed = send(step);
      execute("alter table audit_log_away rename to audit_log");

      assertThat(failed.status()).as(step + " " + failed.text()).isEqualTo(500);
      assertThat(everyRow()).as(step.toString()).isEqualTo(before);

      Reply done = send(step);

      assertThat(done.status()).as(step + " " + done.text()).isBetween(200, 204);
      String noted = server.get("/api/audit-log?max-results=1").json().at("/0/operation").asText();
      assertThat(noted).isEqualTo(operationAsCalled(step));
      if (step.call().startsWith("POST")) {
        made.put(
            step.call().substring(step.call().lastIndexOf('/') + 1),
            done.json().path("id").asText());
      }
    }
    assertThat(server.get("/api/audit-log?max-results=100").json()).hasSize(STEPS.size());
  }

  @Test
  void every_operation_that_changes_something_is_tried() throws IOException {
    Set<String> operations = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of("routes/api"))) {
      for (Path file : files.toList()) {
        String method = "get";
        for (String line : Files.readAllLines(file)) {
          Matcher section = METHOD.matcher(line);
          Matcher operation = OPERATION.matcher(line);
          if (section.matches()) {
            method = section.group(1);
          } else if (operation.matches() && !method.equals("get")) {
            operations.add(operation.group(1));
          }
        }
      }
    }
    operations.removeAll(NOT_AUDITED);

    assertThat(STEPS.stream().map(Step::operation).distinct())
        .containsExactlyInAnyOrderElementsOf(operations);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void changes_at_the_same_time_wait_for_each_other(Dialect dialect) throws Exception {
    start(dialect);
    ExecutorService callers = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Integer>> calls = new ArrayList<>();
      IntStream.range(0, 48)
          .forEach(
              n ->
                  calls.add(() -> server.post("/api/teams", "{\"name\":\"T" + n + "\"}").status()));

      List<Integer> answers = new ArrayList<>();
      for (Future<Integer> call : callers.invokeAll(calls)) {
        answers.add(call.get());
      }

      assertThat(answers).containsOnly(201);
      assertThat(server.get("/api/audit-log?resource=team&max-results=100").json()).hasSize(48);
    } finally {
      callers.shutdownNow();
    }
  }

  /** The route of PUT takes a single override too. */
  private static String operationAsCalled(Step step) {
    return step.call().startsWith("PUT") && step.operation().equals("add-override")
        ? "put-overrides"
        : step.operation();
  }

  private Reply send(Step step) {
    String[] call = step.call().split(" ");
    if (step.operation().equals("delete-override")) {
      made.put(
          "override",
          server.get(filled("/api/schedules/{schedules}/overrides")).json().at("/0/id").asText());
    }
    return server.send(
        server
            .request(filled(call[1]))
            .method(
                call[0],
                step.body() == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(filled(step.body()))));
  }

  /** With the ids of what was made, each in place of its collection's name. */
  private String filled(String text) {
    String filled = text;
    for (Map.Entry<String, String> id : made.entrySet()) {
      filled = filled.replace("{" + id.getKey() + "}", id.getValue());
    }
    return filled;
  }

  /** All that is stored, except what only the test changes. */
  private List<String> everyRow() throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet names =
          statement.executeQuery(
              "select table_name from information_schema.tables where table_schema = 'public'"
                  + " and table_name not like 'flyway%' and table_name <> 'audit_log'")) {
        while (names.next()) {
          tables.add(names.getString(1));
        }
      }
      assertThat(tables).contains("users", "configuration_version");
      for (String table : tables) {
        try (ResultSet result = statement.executeQuery("select * from " + table)) {
          while (result.next()) {
            rows.add(table + row(result));
          }
        }
      }
    }
    return rows.stream().sorted().toList();
  }

  private static String row(ResultSet result) throws SQLException {
    StringBuilder row = new StringBuilder();
    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
      row.append(' ').append(result.getString(i));
    }
    return row.toString();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
