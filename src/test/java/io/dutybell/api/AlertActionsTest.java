package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.configuration.AlertActionStore;
import io.dutybell.configuration.ConfigurationStore;
import io.dutybell.connector.TriggerType;
import io.dutybell.security.SecretBox;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Alert actions over HTTP, on both databases. */
class AlertActionsTest {

  private Database database;
  private ApiServer server;
  private long source;
  private long other;

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    long user = id(server.post("/api/users", "{\"username\":\"ann\"}"));
    long policy =
        id(
            server.post(
                "/api/escalation-policies",
                "{\"name\":\"Ops\",\"escalationRules\":[{\"users\":[{\"id\":"
                    + user
                    + "}],\"escalationTimeout\":5}]}"));
    source = source("ECS", policy);
    other = source("RDS", policy);
  }

  private long source(String name, long policy) {
    return id(
        server.post(
            "/api/alert-sources",
            "{\"name\":\""
                + name
                + "\",\"integrationType\":\"API\",\"escalationPolicy\":{\"id\":"
                + policy
                + "}}"));
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void an_alert_action_is_made_shown_replaced_and_deleted(Dialect dialect) throws Exception {
    start(dialect);

    Reply made =
        server.post(
            "/api/alert-actions",
            action(
                "\"triggerMode\":\"AUTOMATIC\",\"conditions\":\"alert.severity == 1\",\"params\":{\"webhookUrl\":\"https://chat.example/x\","
                    + "\"isAtAll\":true,\"atMobiles\":[\"138\"],\"secret\":\"s3cret\"}"));

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    JsonNode json = made.json();
    String id = json.path("id").asText();
    assertThat(json.path("id").isTextual()).isTrue();
    assertThat(json.path("alertSources").toString())
        .isEqualTo("[{\"id\":" + source + ",\"name\":\"ECS\"}]");
    assertThat(json.path("connectorId").asText()).isEqualTo("webhook");
    assertThat(json.path("connectorType").asText()).isEqualTo("webhook");
    assertThat(json.path("triggerMode").asText()).isEqualTo("AUTOMATIC");
    assertThat(json.path("triggerTypes").toString())
        .isEqualTo("[\"alert-created\",\"alert-resolved\"]");
    assertThat(json.path("params").toString())
        .isEqualTo(
            "{\"webhookUrl\":\"https://chat.example/x\",\"isAtAll\":true,\"atMobiles\":[\"138\"],\"secret\":\"***\"}");
    assertThat(json.path("conditions").asText()).isEqualTo("alert.severity == 1");
    assertThat(json.path("teams").isArray()).isTrue();
    assertThat(json.path("createdAt").asText()).isEqualTo("2026-11-22T15:06:00.000Z");
    assertThat(server.get("/api/alert-actions/" + id).json()).isEqualTo(json);
    assertThat(server.get("/api/alert-actions/name/Chat").json()).isEqualTo(json);
    assertThat(server.get("/api/alert-actions").json().path(0)).isEqualTo(json);

    Reply replaced =
        server.put(
            "/api/alert-actions/" + id,
            "{\"name\":\"Room\",\"alertSourceIds\":["
                + other
                + "],\"connectorType\":\"log\",\"triggerMode\":\"MANUAL\"}");
    assertThat(replaced.status()).as(replaced.text()).isEqualTo(200);
    assertThat(replaced.json().at("/alertSources/0/name").asText()).isEqualTo("RDS");
    assertThat(replaced.json().path("alertSources")).hasSize(1);
    assertThat(replaced.json().path("connectorId").isNull()).isTrue();
    assertThat(replaced.json().path("connectorType").asText()).isEqualTo("log");
    assertThat(replaced.json().path("alertSourceIds").get(0).asLong()).isEqualTo(other);
    assertThat(replaced.json().path("triggerTypes")).isEmpty();
    assertThat(replaced.json().path("conditions").isNull()).isTrue();

    assertThat(server.delete("/api/alert-actions/" + id).status()).isEqualTo(204);
    assertThat(server.get("/api/alert-actions/" + id).status()).isEqualTo(404);
    assertThat(server.delete("/api/alert-actions/" + id).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void of_the_two_names_of_its_sources_the_one_that_was_changed_counts(Dialect dialect)
      throws Exception {
    start(dialect);
    String made =
        "{\"name\":\"a\",\"connectorType\":\"log\",\"triggerMode\":\"MANUAL\","
            + "\"alertSources\":[{\"id\":%s}%s],\"alertSourceIds\":[%s]}";
    String both = source + "," + other;
    String more = ",{\"id\":" + other + "}";
    String path =
        "/api/alert-actions/"
            + server
                .post("/api/alert-actions", made.formatted(source, more, both))
                .json()
                .path("id")
                .asText();

    Reply less = server.put(path, made.formatted(source, "", both));
    server.put(path, made.formatted(source, more, both));
    Reply older = server.put(path, made.formatted(source, more, other));

    assertThat(less.json().path("alertSourceIds").toString()).isEqualTo("[" + source + "]");
    assertThat(older.json().path("alertSourceIds").toString()).isEqualTo("[" + other + "]");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void secrets_of_params_are_kept_and_never_shown(Dialect dialect) throws Exception {
    start(dialect);
    String params =
        "\"params\":{\"secret\":\"s3cret\",\"headers\":\"X: s3cret\",\"auth\":{\"apiKey\":\"s3cret\",\"user\":\"u\"}}";
    String path =
        "/api/alert-actions/"
            + server.post("/api/alert-actions", action(params)).json().path("id").asText();

    Reply kept =
        server.put(
            path,
            action("\"params\":{\"secret\":\"***\",\"auth\":{\"user\":\"v\"},\"a\":[{\"b\":1}]}"));
    String stored = params(path);
    server.put(path, action("\"params\":{\"secret\":\"\",\"headers\":\"\"}"));

    assertThat(kept.json().path("params").toString())
        .isEqualTo(
            "{\"secret\":\"***\",\"auth\":{\"user\":\"v\",\"apiKey\":\"***\"},\"a\":[{\"b\":1}],\"headers\":\"***\"}");
    assertThat(stored)
        .contains("\"secret\":\"s3cret\"", "\"apiKey\":\"s3cret\"", "\"headers\":\"X: s3cret\"");
    assertThat(params(path)).isEqualTo("{}");
    assertThat(server.get("/api/alert-actions").text()).doesNotContain("s3cret");
    assertThat(server.get("/api/audit-log").text()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_is_wrong_is_refused_by_name(Dialect dialect) throws Exception {
    start(dialect);
    String sources = "\"alertSources\":[{\"id\":" + source + "}]";
    String hook = "\"connectorId\":\"webhook\"";
    String types = "\"triggerTypes\":[\"alert-created\"]";
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("{" + sources + "," + hook + "," + types + "}", "name");
    wrong.put("{\"name\":\"x\"," + hook + "," + types + "}", "alertSources");
    wrong.put(
        "{\"name\":\"x\",\"alertSources\":[{\"id\":99}]," + hook + "," + types + "}",
        "alertSources[0].id");
    wrong.put(
        "{\"name\":\"x\",\"alertSources\":[{\"id\":\"a\"}]," + hook + "," + types + "}",
        "alertSources[0].id");
    wrong.put(
        "{\"name\":\"x\",\"alertSourceIds\":[99]," + hook + "," + types + "}", "alertSourceIds");
    wrong.put(
        "{\"name\":\"x\",\"alertSourceIds\":[1e999]," + hook + "," + types + "}",
        "alertSourceIds[0]");
    wrong.put("{\"name\":\"x\"," + sources + "," + types + "}", "connectorId");
    wrong.put(
        "{\"name\":\"x\"," + sources + ",\"connectorId\":\"pigeon\"," + types + "}", "connectorId");
    wrong.put(
        "{\"name\":\"x\"," + sources + ",\"connectorType\":\"pigeon\"," + types + "}",
        "connectorType");
    wrong.put(action("\"connectorType\":\"email\""), "connectorType");
    wrong.put("{\"name\":\"x\"," + sources + "," + hook + "}", "triggerTypes");
    wrong.put(
        "{\"name\":\"x\"," + sources + "," + hook + ",\"triggerTypes\":[\"alert-sung\"]}",
        "triggerTypes");
    wrong.put(action("\"triggerMode\":\"SOMETIMES\""), "triggerMode");
    wrong.put(action("\"params\":7"), "params");
    wrong.put(action("\"params\":{\"a\":\"\\ud800\"}"), "params");
    wrong.put(action("\"params\":{\"secret\":\"***\"}"), "params.secret");
    wrong.put(action("\"conditions\":{}"), "conditions");
    wrong.put(action("\"teams\":[{\"id\":1}]"), "teams[0].id");

    wrong.forEach(
        (body, field) -> {
          Reply reply = server.post("/api/alert-actions", body);
          assertThat(reply.status()).as(body).isEqualTo(400);
          assertThat(reply.message()).as(body).startsWith(field + " ");
        });
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void all_words_of_ilerts_clients_are_known(Dialect dialect) throws Exception {
    start(dialect);
    String words = "\"" + String.join("\",\"", TriggerType.words()) + "\"";

    Reply made =
        server.post(
            "/api/alert-actions",
            action("\"x\":1").replace("\"alert-resolved\",\"alert-created\"", words));

    assertThat(made.json().path("triggerTypes")).hasSize(13);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_name_is_there_once(Dialect dialect) throws Exception {
    start(dialect);
    server.post("/api/alert-actions", action("\"x\":1"));
    String second =
        server
            .post("/api/alert-actions", action("\"x\":1").replace("Chat", "Other"))
            .json()
            .path("id")
            .asText();

    assertThat(server.post("/api/alert-actions", action("\"x\":1")).status()).isEqualTo(409);
    assertThat(server.put("/api/alert-actions/" + second, action("\"x\":1")).status())
        .isEqualTo(409);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_an_alert_action_uses_cannot_be_deleted(Dialect dialect) throws Exception {
    start(dialect);
    String connector =
        server
            .post("/api/connectors", "{\"name\":\"Hook\",\"type\":\"webhook\"}")
            .json()
            .path("id")
            .asText();
    String id =
        server
            .post(
                "/api/alert-actions",
                action("\"x\":1")
                    .replace(
                        "\"connectorId\":\"webhook\"", "\"connectorId\":\"" + connector + "\""))
            .json()
            .path("id")
            .asText();

    Reply ofSource = server.delete("/api/alert-sources/" + source);
    Reply ofConnector = server.delete("/api/connectors/" + connector);

    assertThat(ofSource.status()).isEqualTo(409);
    assertThat(ofSource.message()).contains("Chat");
    assertThat(ofConnector.status()).isEqualTo(409);
    assertThat(ofConnector.message()).contains("Chat");
    server.delete("/api/alert-actions/" + id);
    assertThat(server.delete("/api/alert-sources/" + source).status()).isEqualTo(204);
    assertThat(server.delete("/api/connectors/" + connector).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void strange_input_is_no_error_of_ours(Dialect dialect) throws Exception {
    start(dialect);
    for (String path : List.of("%00", "%ED%A0%80", "x".repeat(3000), "name/%00")) {
      assertThat(server.get("/api/alert-actions/" + path).status()).as(path).isBetween(400, 414);
    }
    assertThat(
            server
                .post(
                    "/api/alert-actions",
                    action(
                        "\"conditions\":\"a\\u0000b\",\"params\":{\"n\":1e999,\"\\u0000\":\"\\u0000\"}"))
                .status())
        .isEqualTo(201);
    assertThat(server.post("/api/alert-actions", "[]").status()).isEqualTo(400);
  }

  private String action(String further) {
    return "{\"name\":\"Chat\",\"alertSources\":[{\"id\":"
        + source
        + "}],\"connectorId\":\"webhook\",\"triggerTypes\":[\"alert-resolved\",\"alert-created\"],"
        + further
        + "}";
  }

  /** The params as they would be sent. */
  private String params(String path) {
    return new AlertActionStore(
            new ConfigurationStore(database, () -> ApiServer.NOW),
            () -> ApiServer.NOW,
            new SecretBox(new byte[32], new SecureRandom()))
        .find(path.substring(path.lastIndexOf('/') + 1))
        .orElseThrow()
        .params();
  }

  private static long id(Reply made) {
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().path("id").asLong();
  }
}
