package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.security.IntegrationKeys;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Heartbeat monitors and their pings over HTTP, on both databases. */
class HeartbeatMonitorsTest {

  private static final String PATH = "/api/heartbeat-monitors";

  private Database database;
  private ApiServer server;
  private volatile Instant now = ApiServer.NOW;

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN, () -> now, 0);
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_monitor_is_made_shown_found_changed_and_deleted(Dialect dialect) throws Exception {
    start(dialect);
    alertSource();

    Reply made =
        server.post(
            PATH,
            "{\"name\":\"backup\",\"intervalSec\":60,\"alertSummary\":\"No backup\","
                + "\"alertSource\":{\"id\":1},\"teams\":[],\"state\":\"HEALTHY\"}");

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    JsonNode monitor = made.json();
    assertThat(monitor.path("id").asInt()).isEqualTo(1);
    assertThat(monitor.path("state").asText()).isEqualTo("UNKNOWN");
    assertThat(monitor.path("intervalSec").asInt()).isEqualTo(60);
    assertThat(monitor.path("alertSummary").asText()).isEqualTo("No backup");
    assertThat(monitor.path("alertSource").toString()).isEqualTo("{\"id\":1,\"name\":\"prod\"}");
    assertThat(monitor.path("teams").isArray()).isTrue();
    assertThat(monitor.path("createdAt").asText()).isEqualTo("2026-11-22T15:06:00.000Z");
    assertThat(monitor.path("updatedAt").asText()).isEqualTo("2026-11-22T15:06:00.000Z");
    String key = monitor.path("integrationKey").asText();
    assertThat(key).hasSizeGreaterThan(30);
    assertThat(monitor.path("integrationUrl").asText())
        .isEqualTo("https://bell.example.org/api/heartbeats/" + key);
    assertThat(server.get(PATH + "/1?include=integrationUrl").json()).isEqualTo(monitor);
    assertThat(server.get(PATH + "/name/backup").json()).isEqualTo(monitor);
    assertThat(server.get(PATH).json()).hasSize(1);

    now = now.plusSeconds(5);
    Reply changed = server.put(PATH + "/1", "{\"name\":\"dump\",\"intervalSec\":90}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().path("integrationKey").asText()).isEqualTo(key);
    assertThat(changed.json().path("alertSource").isNull()).isTrue();
    assertThat(changed.json().path("createdAt").asText()).isEqualTo("2026-11-22T15:06:00.000Z");
    assertThat(changed.json().path("updatedAt").asText()).isEqualTo("2026-11-22T15:06:05.000Z");
    assertThat(server.delete(PATH + "/1").status()).isEqualTo(204);
    assertThat(server.get(PATH + "/1").status()).isEqualTo(404);
    assertThat(ping("GET", key).status()).isEqualTo(404);
    assertThat(server.get("/api/audit-log?resource=heartbeat-monitor").json()).hasSize(3);
    assertThat(server.get("/api/audit-log").text()).doesNotContain(key);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_monitor_is_unknown_then_healthy_then_overdue_then_healthy_again(Dialect dialect)
      throws Exception {
    start(dialect);
    String key = key("backup");

    now = now.plus(Duration.ofDays(1));
    assertThat(state()).isEqualTo("UNKNOWN");
    assertThat(ping("GET", key).status()).isEqualTo(202);
    assertThat(state()).isEqualTo("HEALTHY");
    now = now.plusSeconds(60);
    assertThat(state()).isEqualTo("HEALTHY");
    now = now.plusSeconds(1);
    assertThat(state()).isEqualTo("OVERDUE");
    assertThat(ping("POST", key).status()).isEqualTo(202);
    assertThat(state()).isEqualTo("HEALTHY");
    assertThat(server.get(PATH + "/1").json().path("lastPingAt").asText())
        .isEqualTo("2026-11-23T15:07:01.000Z");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_ping_needs_no_token_and_may_come_by_get_post_or_head_with_any_body(Dialect dialect)
      throws Exception {
    start(dialect);
    String key = key("backup");

    for (String method : List.of("GET", "POST", "HEAD")) {
      now = now.plusSeconds(1);
      Reply reply = ping(method, key);
      assertThat(reply.status()).as(method).isEqualTo(202);
      assertThat(reply.text()).as(method).isEmpty();
      assertThat(server.get(PATH + "/1").json().path("lastPingAt").asText())
          .as(method)
          .startsWith(now.toString().substring(0, 19));
    }
    for (String type : List.of("application/x-www-form-urlencoded", "text/plain", "nonsense")) {
      Reply reply =
          server.send(
              server
                  .bare("/api/heartbeats/" + key + "?a=b&integrationKey=x")
                  .header("Content-Type", type)
                  .POST(BodyPublishers.ofString("{not=json&%%%")));
      assertThat(reply.status()).as(type).isEqualTo(202);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_key_that_is_unknown_is_answered_404_and_not_looked_for_again_at_once(Dialect dialect)
      throws Exception {
    start(dialect);
    String made = "db_made_up";

    for (String method : List.of("GET", "POST", "HEAD")) {
      assertThat(ping(method, made).status()).as(method).isEqualTo(404);
    }
    assertThat(ping("GET", made).json().path("code").asText()).isEqualTo("NOT_FOUND");
    assertThat(ping("GET", made).text()).doesNotContain(made);
    for (String odd : List.of("%00", "%ed%a0%80", "a%2Fb", "x".repeat(3_000))) {
      assertThat(ping("GET", odd).status()).as(odd).isEqualTo(404);
    }
    key("backup");
    server.alerts.execute("update heartbeat_monitors set key_hash = ?", IntegrationKeys.hash(made));

    now = now.plusSeconds(29);
    assertThat(ping("GET", made).status()).isEqualTo(404);
    now = now.plusSeconds(1);
    assertThat(ping("GET", made).status()).isEqualTo(202);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_ping_is_no_change_of_configuration(Dialect dialect) throws Exception {
    start(dialect);
    String key = key("backup");
    JsonNode before = server.get("/api/system").json().path("configurationVersion");

    ping("GET", key);

    assertThat(server.get("/api/system").json().path("configurationVersion")).isEqualTo(before);
    assertThat(server.get("/api/audit-log").json()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void only_who_configures_a_monitor_sees_its_key_which_is_stored_hashed_and_encrypted(
      Dialect dialect) throws Exception {
    start(dialect);
    String key = key("backup");
    server.post("/api/users", "{\"username\":\"ann\",\"role\":\"RESPONDER\"}");
    String token =
        server
            .post("/api/tokens", "{\"name\":\"t\",\"user\":{\"id\":1},\"scopes\":[\"READ\"]}")
            .json()
            .path("token")
            .asText();

    JsonNode seen =
        server
            .send(server.bare(PATH + "/1").header("Authorization", "Bearer " + token).GET())
            .json();

    assertThat(seen.path("name").asText()).isEqualTo("backup");
    assertThat(seen.path("integrationKey").isNull()).isTrue();
    assertThat(seen.path("integrationUrl").isNull()).isTrue();
    try (var connection = database.dataSource().getConnection();
        var rows =
            connection
                .createStatement()
                .executeQuery("select key_hash, key_encrypted from heartbeat_monitors")) {
      rows.next();
      assertThat(rows.getString(1)).isEqualTo(IntegrationKeys.hash(key));
      assertThat(rows.getString(2)).doesNotContain(key);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_source_that_a_monitor_alerts_through_cannot_be_deleted(Dialect dialect) throws Exception {
    start(dialect);
    alertSource();
    server.post(PATH, "{\"name\":\"backup\",\"intervalSec\":60,\"alertSource\":{\"id\":1}}");

    Reply refused = server.delete("/api/alert-sources/1");
    server.delete(PATH + "/1");
    Reply afterwards = server.delete("/api/alert-sources/1");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.message()).contains("heartbeat monitor \"backup\" (id 1)");
    assertThat(afterwards.status()).isEqualTo(204);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_is_wrong_with_a_monitor_is_named(Dialect dialect) throws Exception {
    start(dialect);
    key("backup");

    refused("{\"intervalSec\":60}", 400, "name is required");
    refused("{\"name\":\"x\"}", 400, "intervalSec is required");
    for (String seconds : List.of("9", "-1", "8640001", "1.5", "\"60\"", "1e99")) {
      refused("{\"name\":\"x\",\"intervalSec\":" + seconds + "}", 400, "intervalSec must be");
    }
    refused("{\"name\":\"x\",\"intervalSec\":60,\"alertSummary\":[]}", 400, "alertSummary");
    refused("{\"name\":\"x\",\"intervalSec\":60,\"alertSource\":7}", 400, "alertSource");
    refused("{\"name\":\"x\",\"intervalSec\":60,\"alertSource\":{}}", 400, "alertSource.id");
    refused(
        "{\"name\":\"x\",\"intervalSec\":60,\"alertSource\":{\"id\":9}}",
        400,
        "alertSource.id is not the id of an alert source");
    refused("{\"name\":\"x\",\"intervalSec\":60,\"teams\":[{\"id\":1}]}", 400, "teams");
    refused("{\"name\":\"backup\",\"intervalSec\":60}", 409, "taken");
    assertThat(server.get(PATH).json()).hasSize(1);
  }

  private void refused(String json, int status, String naming) {
    Reply reply = server.post(PATH, json);
    assertThat(reply.status()).as(json + " " + reply.text()).isEqualTo(status);
    assertThat(reply.message()).as(json).contains(naming);
  }

  private String state() {
    return server.get(PATH + "/1").json().path("state").asText();
  }

  private String key(String name) {
    return server
        .post(PATH, "{\"name\":\"" + name + "\",\"intervalSec\":60}")
        .json()
        .path("integrationKey")
        .asText();
  }

  private Reply ping(String method, String key) {
    return server.send(
        server.bare("/api/heartbeats/" + key).method(method, BodyPublishers.noBody()));
  }

  private void alertSource() {
    server.post("/api/users", "{\"username\":\"ann\"}");
    server.post(
        "/api/escalation-policies",
        "{\"name\":\"ops\",\"escalationRules\":[{\"users\":[{\"id\":1}],\"escalationTimeout\":5}]}");
    server.post(
        "/api/alert-sources",
        "{\"name\":\"prod\",\"integrationType\":\"API\",\"escalationPolicy\":{\"id\":1}}");
  }
}
