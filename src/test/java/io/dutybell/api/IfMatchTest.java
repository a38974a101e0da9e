package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Versions of entities over HTTP: {@code ETag} in answers, {@code If-Match} in calls. */
class IfMatchTest {

  private static final String DAYS =
      ",\"supportDays\":{\"MONDAY\":{\"start\":\"09:00\",\"end\":\"17:00\"}}}";
  private static final String POLICY =
      ",\"escalationRules\":[{\"users\":[{\"id\":1}],\"escalationTimeout\":5}]}";
  private static final String SOURCE =
      ",\"integrationType\":\"API\",\"escalationPolicy\":{\"id\":1},\"alertCreation\":"
          + "\"ONE_ALERT_GROUPED_PER_WINDOW\",\"alertGroupingWindow\":\"PT5M\","
          + "\"ipAllowList\":[\"203.0.113.0/24\"],\"supportHours\":{\"id\":1},"
          + "\"teams\":[{\"id\":1}]}";
  private static final String CONTACT =
      ",\"connector\":{\"id\":\"webhook\"},\"params\":{\"url\":\"https://x.example.org\","
          + "\"name\":\"n\",\"id\":\"i\",\"b\":\"2\",\"a\":\"1\",\"c\":\"3\"}}";
  private static final String WINDOW =
      ",\"start\":\"2026-12-01T00:00:00Z\",\"end\":\"2026-12-02T00:00:00Z\","
          + "\"affectedAlertSources\":[{\"id\":1}]}";
  private static final String LAYERS =
      ",\"timezone\":\"Europe/Berlin\",\"type\":\"RECURRING\",\"scheduleLayers\":[{\"name\":\"L\","
          + "\"startsOn\":\"2026-01-05T09:00\",\"users\":[{\"id\":1}],\"rotation\":\"P7D\"}]}";
  private static final String CONNECTOR =
      ",\"type\":\"email\",\"params\":{\"host\":\"mail.example.org\",\"port\":25,"
          + "\"from\":\"a@example.org\",\"username\":\"bell\",\"password\":\"pa55word\"}}";
  private static final String ACTION =
      ",\"alertSources\":[{\"id\":1}],\"connectorId\":\"webhook\",\"triggerMode\":\"MANUAL\","
          + "\"params\":{\"webhookUrl\":\"https://x.example.org\",\"secret\":\"s\",\"b\":2,\"a\":1}}";

  /** In an order in which each can be made; the field that differs is the first. */
  private static final List<Kind> KINDS =
      List.of(
          new Kind("/api/users", "username", ",\"firstName\":\"Ann\"}"),
          new Kind("/api/teams", "name", ",\"members\":[{\"user\":{\"id\":1}}]}"),
          new Kind("/api/support-hours", "name", DAYS),
          new Kind("/api/escalation-policies", "name", POLICY),
          new Kind("/api/alert-sources", "name", SOURCE),
          new Kind("/api/users/1/contacts/channels", "target", CONTACT),
          new Kind(
              "/api/users/1/notification-preferences/alerts",
              "delayMin",
              ",\"contact\":{\"id\":1},\"type\":\"HIGH_PRIORITY\"}"),
          new Kind(
              "/api/heartbeat-monitors", "name", ",\"intervalSec\":60,\"alertSource\":{\"id\":1}}"),
          new Kind("/api/maintenance-windows", "summary", WINDOW),
          new Kind("/api/schedules", "name", LAYERS),
          new Kind("/api/connectors", "name", CONNECTOR),
          new Kind("/api/alert-actions", "name", ACTION));

  private record Kind(String path, String field, String rest) {

    String body(int value) {
      String text =
          switch (field) {
            case "delayMin" -> String.valueOf(value);
            case "target" -> "\"https://" + value + ".example.org\"";
            default -> "\"v" + value + "\"";
          };
      return "{\"" + field + "\":" + text + rest;
    }
  }

  private Database database;
  private ApiServer server;

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void every_entity_has_a_version_that_changes_with_it(Dialect dialect) throws Exception {
    start(dialect);
    for (Kind kind : KINDS) {
      Reply made = server.post(kind.path(), kind.body(1));
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      String path = kind.path() + "/" + made.json().path("id").asText();
      String first = tag(made);

      assertThat(first).as(path).matches("\"[A-Za-z0-9_-]{22}\"");
      assertThat(tag(server.get(path))).as(path).isEqualTo(first);
      assertThat(tag(server.put(path, kind.body(1)))).as(path).isEqualTo(first);
      Reply changed = server.put(path, kind.body(2));
      assertThat(changed.status()).as(changed.text()).isEqualTo(200);
      assertThat(tag(changed)).as(path).isNotEqualTo(first);
      assertThat(tag(server.get(path))).as(path).isEqualTo(tag(changed));
      assertThat(tag(server.put(path, kind.body(1)))).as(path).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_change_of_another_version_is_refused_and_changes_nothing(Dialect dialect)
      throws Exception {
    start(dialect);
    List<Runnable> deletions = new ArrayList<>();
    for (Kind kind : KINDS) {
      Reply made = server.post(kind.path(), kind.body(1));
      String path = kind.path() + "/" + made.json().path("id").asText();
      String stale = tag(made);
      Reply fitting = put(path, kind.body(2), stale);
      assertThat(fitting.status()).as(fitting.text()).isEqualTo(200);
      JsonNode before = server.get(path).json();

      Reply refused = put(path, kind.body(3), stale);

      assertThat(refused.status()).as(path).isEqualTo(412);
      assertThat(refused.json().path("code").asText()).isEqualTo("PRECONDITION_FAILED");
      assertThat(delete(path, stale).status()).as(path).isEqualTo(412);
      assertThat(server.get(path).json()).isEqualTo(before);
      deletions.add(
          0,
          () -> {
            assertThat(delete(path, tag(fitting)).status()).as(path).isEqualTo(204);
            assertThat(delete(path, "*").status()).as(path).isEqualTo(404);
          });
    }
    int noted = server.get("/api/audit-log?max-results=100").json().size();
    assertThat(noted).isEqualTo(2 * KINDS.size());
    deletions.forEach(Runnable::run);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whoever_has_seen_another_version_is_told_so_before_anything_else_is_looked_at(
      Dialect dialect) throws Exception {
    start(dialect);
    Map<String, Kind> paths = new LinkedHashMap<>();
    for (Kind kind : KINDS) {
      Reply made = server.post(kind.path(), kind.body(1));
      paths.put(kind.path() + "/" + made.json().path("id").asText(), kind);
    }
    for (Map.Entry<String, Kind> entry : paths.entrySet()) {
      String path = entry.getKey();
      String wrong = "{\"" + entry.getValue().field() + "\":{\"no\":\"text\"}}";

      assertThat(delete(path, "\"stale\"").status()).as(path).isEqualTo(412);
      assertThat(put(path, wrong, "\"stale\"").status()).as(path).isEqualTo(412);
      assertThat(put(path, wrong, tag(server.get(path))).status()).as(path).isEqualTo(400);
    }
    assertThat(delete("/api/users/999999", "\"stale\"").status()).isEqualTo(404);
    for (String path : List.of("users", "teams", "support-hours", "escalation-policies")) {
      Reply refused = server.delete("/api/" + path + "/1");
      assertThat(refused.status()).as(path + refused.text()).isEqualTo(409);
    }
    assertThat(server.delete("/api/alert-sources/1").status()).isEqualTo(409);
    assertThat(server.delete("/api/users/1/contacts/channels/1").status()).isEqualTo(409);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_is_computed_or_belongs_to_others_is_no_new_version(Dialect dialect) throws Exception {
    start(dialect);
    KINDS.forEach(kind -> server.post(kind.path(), kind.body(1)));
    String source = tag(server.get("/api/alert-sources/1"));
    String monitor = tag(server.get("/api/heartbeat-monitors/1"));
    String policy = tag(server.get("/api/escalation-policies/1"));
    String schedule = tag(server.get("/api/schedules/1"));
    String key = server.get("/api/heartbeat-monitors/1").json().path("integrationKey").asText();

    server.put("/api/users/1", "{\"username\":\"bea\",\"firstName\":\"Bea\"}");
    server.put("/api/escalation-policies/1", "{\"name\":\"renamed\"" + POLICY);
    server.put("/api/teams/1", "{\"name\":\"renamed\"}");
    server.put("/api/support-hours/1", "{\"name\":\"renamed\"" + DAYS);
    server.put(
        "/api/maintenance-windows/1",
        "{\"summary\":\"now\"" + WINDOW.replace("2026-12-01", "2026-11-01"));
    server.post("/api/alert-sources/1/rotate-key", "");
    server.send(server.bare("/api/heartbeats/" + key).GET());

    JsonNode shown = server.get("/api/alert-sources/1").json();
    assertThat(shown.path("status").asText()).isEqualTo("IN_MAINTENANCE");
    assertThat(shown.at("/escalationPolicy/name").asText()).isEqualTo("renamed");
    assertThat(tag(server.get("/api/alert-sources/1"))).isEqualTo(source);
    assertThat(server.get("/api/heartbeat-monitors/1").json().path("state").asText())
        .isEqualTo("HEALTHY");
    assertThat(tag(server.get("/api/heartbeat-monitors/1"))).isEqualTo(monitor);
    assertThat(tag(server.get("/api/schedules/1?include=currentShift&include=nextShift")))
        .isEqualTo(schedule);
    assertThat(tag(server.get("/api/schedules/name/v1"))).isEqualTo(schedule);
    server.put("/api/escalation-policies/1", "{\"name\":\"v1\"" + POLICY);
    assertThat(tag(server.get("/api/escalation-policies/1"))).isEqualTo(policy);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_changed_secret_is_a_new_version(Dialect dialect) throws Exception {
    start(dialect);
    KINDS.forEach(kind -> server.post(kind.path(), kind.body(1)));
    for (Kind kind : KINDS.subList(KINDS.size() - 2, KINDS.size())) {
      JsonNode list = server.get(kind.path()).json();
      String path = kind.path() + "/" + list.path(list.size() - 1).path("id").asText();
      Reply before = server.get(path);
      String other =
          kind.body(1)
              .replace("pa55word", "pa66word")
              .replace("\"secret\":\"s\"", "\"secret\":\"t\"");

      Reply after = server.put(path, other);

      assertThat(after.status()).as(after.text()).isEqualTo(200);
      assertThat(after.json().path("params")).isEqualTo(before.json().path("params"));
      assertThat(tag(after)).as(path).isNotEqualTo(tag(before));
      assertThat(put(path, kind.body(1), tag(before)).status()).isEqualTo(412);
    }
  }

  @Test
  void a_list_of_tags_fits_when_one_does_and_what_is_no_list_is_a_mistake() throws Exception {
    start(Dialect.H2);
    String tag = tag(server.post("/api/users", "{\"username\":\"ann\"}"));
    String body = "{\"username\":\"ann\"}";

    assertThat(put("/api/users/1", body, "\"x\", " + tag).status()).isEqualTo(200);
    assertThat(
            server
                .send(
                    server
                        .request("/api/users/1")
                        .header("If-Match", "\"x\"")
                        .header("If-Match", tag)
                        .PUT(BodyPublishers.ofString(body)))
                .status())
        .isEqualTo(200);
    assertThat(put("/api/users/1", body, "*").status()).isEqualTo(200);
    assertThat(put("/api/users/1", body, "W/" + tag).status()).isEqualTo(412);
    Reply unreadable = put("/api/users/1", body, tag.replace("\"", ""));
    assertThat(unreadable.status()).isEqualTo(400);
    assertThat(unreadable.message()).contains("If-Match");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void no_change_is_lost_among_callers_that_say_what_they_have_seen(Dialect dialect)
      throws Exception {
    start(dialect);
    server.post("/api/users", "{\"username\":\"ann\",\"firstName\":\"0\"}");
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> counting = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        counting.add(this::countFiveTimes);
      }

      int refused = 0;
      for (Future<Integer> caller : callers.invokeAll(counting)) {
        refused += caller.get();
      }

      assertThat(server.get("/api/users/1").json().path("firstName").asText()).isEqualTo("20");
      assertThat(refused).isPositive();
    } finally {
      callers.shutdownNow();
    }
  }

  /** Adds one to what it has seen, five times; gives how often it was refused. */
  private int countFiveTimes() {
    int refused = 0;
    for (int done = 0; done < 5; ) {
      Reply seen = server.get("/api/users/1");
      int next = seen.json().path("firstName").asInt() + 1;
      int status = put("/api/users/1", "{\"firstName\":\"" + next + "\"}", tag(seen)).status();
      assertThat(status).isIn(200, 412);
      if (status == 200) {
        done++;
      } else {
        refused++;
      }
    }
    return refused;
  }

  private static String tag(Reply reply) {
    return reply.response().headers().firstValue("ETag").orElse("none: " + reply.text());
  }

  private Reply put(String path, String body, String ifMatch) {
    HttpRequest.Builder request = server.request(path).header("If-Match", ifMatch);
    return server.send(request.PUT(BodyPublishers.ofString(body)));
  }

  private Reply delete(String path, String ifMatch) {
    return server.send(server.request(path).header("If-Match", ifMatch).DELETE());
  }
}
