package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Maintenance windows over HTTP, on both databases. */
class MaintenanceWindowsTest {

  private static final String PATH = "/api/maintenance-windows";

  private Database database;
  private ApiServer server;
  private volatile Instant now = ApiServer.NOW;

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN, () -> now, 0);
    server.post("/api/users", "{\"username\":\"ann\",\"firstName\":\"Ann\",\"role\":\"USER\"}");
    server.post(
        "/api/escalation-policies",
        "{\"name\":\"ops\",\"escalationRules\":[{\"users\":[{\"id\":1}],\"escalationTimeout\":5}]}");
    for (String name : List.of("prod", "test")) {
      server.post(
          "/api/alert-sources",
          "{\"name\":\""
              + name
              + "\",\"integrationType\":\"API\",\"escalationPolicy\":{\"id\":1}}");
    }
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_window_is_made_shown_changed_and_deleted(Dialect dialect) throws Exception {
    start(dialect);

    Reply made =
        server.post(
            PATH,
            window(
                "\"description\":\"new\\nkernel\",\"affectedAlertSources\":[{\"id\":2},{\"id\":1}]"));

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    JsonNode window = made.json();
    assertThat(window.path("id").asInt()).isEqualTo(1);
    assertThat(window.path("summary").asText()).isEqualTo("patch night");
    assertThat(window.path("description").asText()).isEqualTo("new\nkernel");
    assertThat(window.path("start").asText()).isEqualTo("2026-11-22T15:00:00.000Z");
    assertThat(window.path("end").asText()).isEqualTo("2026-11-22T16:00:00.000Z");
    assertThat(window.path("timezone").asText()).isEqualTo("UTC");
    assertThat(window.path("affectedAlertSources").toString())
        .isEqualTo("[{\"id\":1,\"name\":\"prod\"},{\"id\":2,\"name\":\"test\"}]");
    assertThat(window.path("alertSources")).isEqualTo(window.path("affectedAlertSources"));
    assertThat(window.has("createdBy")).isTrue();
    assertThat(window.path("createdBy").isNull()).isTrue();
    assertThat(server.get(PATH + "/1").json()).isEqualTo(window);
    assertThat(server.get(PATH).json()).hasSize(1);

    Reply changed = server.put(PATH + "/1", window("\"alertSources\":[{\"id\":2}]"));

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().path("description").isNull()).isTrue();
    assertThat(changed.json().at("/affectedAlertSources/0/name").asText()).isEqualTo("test");
    assertThat(server.get(PATH + "/1").json()).isEqualTo(changed.json());
    assertThat(server.delete(PATH + "/1").status()).isEqualTo(204);
    assertThat(server.get(PATH + "/1").status()).isEqualTo(404);
    assertThat(server.put(PATH + "/1", window("\"alertSources\":[{\"id\":2}]")).status())
        .isEqualTo(404);
    JsonNode log = server.get("/api/audit-log?resource=maintenance-window").json();
    assertThat(log).hasSize(3);
    assertThat(log.at("/1/was/affectedAlertSources")).hasSize(2);
    assertThat(log.at("/1/became/affectedAlertSources")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void of_the_two_names_of_its_sources_the_one_that_was_changed_counts(Dialect dialect)
      throws Exception {
    start(dialect);
    server.post(PATH, window("\"alertSources\":[{\"id\":1},{\"id\":2}]"));
    String both = "\"affectedAlertSources\":%s,\"alertSources\":%s";
    String two = "[{\"id\":1},{\"id\":2}]";
    String one = "[{\"id\":1}]";

    assertThat(sources(server.put(PATH + "/1", window(both.formatted(one, two))))).hasSize(1);
    server.put(PATH + "/1", window(both.formatted(two, two)));
    assertThat(sources(server.put(PATH + "/1", window(both.formatted(two, one))))).hasSize(1);
    assertThat(sources(server.put(PATH + "/1", window(both.formatted(two, "[]"))))).hasSize(2);
    refused(window(both.formatted(one, "[{\"id\":2}]")), "alertSources");
    assertThat(server.put(PATH + "/1", window(both.formatted(one, "[{\"id\":2}]"))).status())
        .isEqualTo(400);
  }

  private static JsonNode sources(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().path("alertSources"))
        .isEqualTo(reply.json().path("affectedAlertSources"));
    return reply.json().path("alertSources");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_source_is_in_maintenance_from_the_start_to_the_end_of_its_window(Dialect dialect)
      throws Exception {
    start(dialect);
    now = Instant.parse("2026-11-22T14:59:59.999Z");
    server.post(PATH, window("\"alertSources\":[{\"id\":1}]"));

    assertThat(status(1)).isEqualTo("ALL_RESOLVED");
    now = Instant.parse("2026-11-22T15:00:00Z");
    assertThat(status(1)).isEqualTo("IN_MAINTENANCE");
    assertThat(status(2)).isEqualTo("ALL_RESOLVED");
    now = Instant.parse("2026-11-22T15:59:59.999Z");
    assertThat(status(1)).isEqualTo("IN_MAINTENANCE");
    now = Instant.parse("2026-11-22T16:00:00Z");
    assertThat(status(1)).isEqualTo("ALL_RESOLVED");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_time_without_an_offset_is_local_time_of_the_windows_zone(Dialect dialect)
      throws Exception {
    start(dialect);

    JsonNode window =
        server
            .post(
                PATH,
                "{\"summary\":\"s\",\"timezone\":\"Asia/Shanghai\",\"start\":\"2026-11-22T23:00\","
                    + "\"end\":\"2026-11-22T23:00:00.5-01:00\",\"alertSources\":[{\"id\":1}]}")
            .json();

    assertThat(window.path("start").asText()).isEqualTo("2026-11-22T15:00:00.000Z");
    assertThat(window.path("end").asText()).isEqualTo("2026-11-23T00:00:00.500Z");
    assertThat(window.path("timezone").asText()).isEqualTo("Asia/Shanghai");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_window_says_which_user_made_it_also_after_somebody_else_changed_it(Dialect dialect)
      throws Exception {
    start(dialect);
    String token =
        server
            .post("/api/tokens", "{\"name\":\"t\",\"user\":{\"id\":1},\"scopes\":[\"WRITE\"]}")
            .json()
            .path("token")
            .asText();
    server.send(
        server
            .bare(PATH)
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(window("\"alertSources\":[{\"id\":1}]"))));

    server.put(PATH + "/1", window("\"alertSources\":[{\"id\":2}]"));

    assertThat(server.get(PATH + "/1").json().at("/createdBy/username").asText()).isEqualTo("ann");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_source_in_a_window_that_has_not_ended_cannot_be_deleted(Dialect dialect) throws Exception {
    start(dialect);
    server.post(PATH, window("\"alertSources\":[{\"id\":1}]"));

    Reply refused = server.delete("/api/alert-sources/1");
    now = Instant.parse("2026-11-22T16:00:00Z");
    Reply afterwards = server.delete("/api/alert-sources/1");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.message()).contains("patch night").contains("id 1");
    assertThat(afterwards.status()).isEqualTo(204);
    assertThat(server.get(PATH + "/1").json().path("affectedAlertSources").toString())
        .isEqualTo("[{\"id\":1}]");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void windows_are_listed_page_by_page(Dialect dialect) throws Exception {
    start(dialect);
    for (int i = 0; i < 3; i++) {
      server.post(PATH, window("\"alertSources\":[{\"id\":1}]"));
    }

    JsonNode page = server.get(PATH + "?start-index=1&max-results=1").json();

    assertThat(page).hasSize(1);
    assertThat(page.at("/0/id").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_is_wrong_with_a_window_is_named(Dialect dialect) throws Exception {
    start(dialect);
    String times = "\"start\":\"2026-11-22T15:00:00Z\",\"end\":\"2026-11-22T16:00:00Z\"";
    String source = "\"alertSources\":[{\"id\":1}]";

    refused("{\"summary\":\"s\"," + times + "}", "affectedAlertSources");
    refused("{" + times + "," + source + "}", "summary is required");
    refused("{\"summary\":7," + times + "," + source + "}", "summary must be a text");
    refused("{\"summary\":\"a\\u0000\"," + times + "," + source + "}", "summary");
    refused("{\"summary\":\"a\\ud800\"," + times + "," + source + "}", "half a character");
    refused(window("\"alertSources\":[{\"id\":9}]"), "alertSources[0].id");
    refused(window("\"alertSources\":[{\"id\":1e400}]"), "alertSources[0].id");
    refused(window("\"alertSources\":[7]"), "alertSources[0]");
    refused(window("\"alertSources\":7"), "alertSources must be a list");
    refused(
        window("\"alertSources\":[{\"id\":1}],\"affectedAlertSources\":[{\"id\":2}]"),
        "alertSources");
    refused(window(source + ",\"timezone\":\"Mars/Base\""), "timezone");
    refused(window(source + ",\"timezone\":[]"), "timezone");
    refused(window(source + ",\"description\":{}"), "description");
    for (String time :
        List.of(
            "tomorrow",
            "2026-02-30T10:00:00Z",
            "2026-11-22",
            "+999999999-12-31T23:59:59.999999999-18:00",
            "-999999999-01-01T00:00:00+18:00",
            "+999999999-12-31T23:59:59",
            "1969-12-31T23:59:59Z",
            "10000-01-01T00:00:00Z",
            "2026-11-22T15:00:00+99:00",
            "")) {
      refused(
          "{\"summary\":\"s\",\"start\":\""
              + time
              + "\",\"end\":\"2026-11-22T16:00:00Z\","
              + source
              + "}",
          "start");
    }
    refused(
        "{\"summary\":\"s\",\"start\":\"2026-11-22T15:00:00.0001Z\",\"end\":\"2026-11-22T15:00:00.0009Z\","
            + source
            + "}",
        "end must be after start");
    assertThat(server.get(PATH).json()).isEmpty();
  }

  private void refused(String json, String naming) {
    Reply reply = server.post(PATH, json);
    assertThat(reply.status()).as(json + " " + reply.text()).isEqualTo(400);
    assertThat(reply.message()).as(json).contains(naming);
  }

  private String status(long source) {
    return server.get("/api/alert-sources/" + source).json().path("status").asText();
  }

  private static String window(String fields) {
    return "{\"summary\":\"patch night\",\"start\":\"2026-11-22T15:00:00Z\","
        + "\"end\":\"2026-11-22T16:00:00Z\","
        + fields
        + "}";
  }
}
