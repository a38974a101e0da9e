package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Support hours over HTTP, alone and as alert sources have them, on both databases. */
class SupportHoursTest {

  private static final String PATH = "/api/support-hours";
  private static final String MONDAY =
      "\"supportDays\":{\"MONDAY\":{\"start\":\"09:00\",\"end\":\"17:30\"}}";

  private Database database;
  private ApiServer server;

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    server.post("/api/users", "{\"username\":\"ann\"}");
    server.post(
        "/api/escalation-policies",
        "{\"name\":\"ops\",\"escalationRules\":[{\"users\":[{\"id\":1}],\"escalationTimeout\":5}]}");
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void support_hours_are_made_shown_found_changed_and_deleted(Dialect dialect) throws Exception {
    start(dialect);

    Reply made =
        server.post(
            PATH,
            "{\"name\":\"Office\",\"timezone\":\"Asia/Shanghai\",\"supportDays\":{"
                + "\"SUNDAY\":null,\"FRIDAY\":{\"start\":\"08:00\",\"end\":\"00:00\"},"
                + "\"MONDAY\":{\"start\":\"09:00\",\"end\":\"17:30\"}},\"exceptions\":["
                + "{\"name\":\"National Day\",\"start\":\"2026-10-01T00:00\",\"end\":\"2026-10-08T00:00\","
                + "\"supportStatus\":\"OUTSIDE\"},"
                + "{\"start\":\"2026-10-10T01:00:00Z\",\"end\":\"2026-10-10T09:30:00Z\","
                + "\"supportStatus\":\"DURING\"}]}");

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    JsonNode hours = made.json();
    assertThat(hours.path("id").asInt()).isEqualTo(1);
    assertThat(hours.path("name").asText()).isEqualTo("Office");
    assertThat(hours.path("timezone").asText()).isEqualTo("Asia/Shanghai");
    assertThat(hours.path("teams").isArray()).isTrue();
    assertThat(hours.path("supportDays").toString())
        .isEqualTo(
            "{\"MONDAY\":{\"start\":\"09:00\",\"end\":\"17:30\"},\"TUESDAY\":null,\"WEDNESDAY\":null,"
                + "\"THURSDAY\":null,\"FRIDAY\":{\"start\":\"08:00\",\"end\":\"00:00\"},"
                + "\"SATURDAY\":null,\"SUNDAY\":null}");
    assertThat(hours.path("exceptions").toString())
        .isEqualTo(
            "[{\"name\":\"National Day\",\"start\":\"2026-09-30T16:00:00.000Z\","
                + "\"end\":\"2026-10-07T16:00:00.000Z\",\"supportStatus\":\"OUTSIDE\"},"
                + "{\"name\":null,\"start\":\"2026-10-10T01:00:00.000Z\","
                + "\"end\":\"2026-10-10T09:30:00.000Z\",\"supportStatus\":\"DURING\"}]");
    assertThat(server.get(PATH + "/1").json()).isEqualTo(hours);
    assertThat(server.get(PATH + "/name/Office").json()).isEqualTo(hours);
    assertThat(server.get(PATH).json()).hasSize(1);

    Reply changed = server.put(PATH + "/1", "{\"name\":\"Office 2\"," + MONDAY + "}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().path("timezone").asText()).isEqualTo("UTC");
    assertThat(changed.json().path("exceptions")).isEmpty();
    assertThat(server.get(PATH + "/name/Office").status()).isEqualTo(404);
    assertThat(server.delete(PATH + "/1").status()).isEqualTo(204);
    assertThat(server.get(PATH + "/1").status()).isEqualTo(404);
    JsonNode log = server.get("/api/audit-log?resource=support-hours").json();
    assertThat(log).hasSize(3);
    assertThat(log.at("/1/was/name").asText()).isEqualTo("Office");
    assertThat(log.at("/1/became/name").asText()).isEqualTo("Office 2");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_name_is_taken_once(Dialect dialect) throws Exception {
    start(dialect);
    server.post(PATH, "{\"name\":\"a\"," + MONDAY + "}");
    server.post(PATH, "{\"name\":\"b\"," + MONDAY + "}");

    Reply again = server.post(PATH, "{\"name\":\"a\"," + MONDAY + "}");
    Reply renamed = server.put(PATH + "/2", "{\"name\":\"a\"," + MONDAY + "}");
    Reply kept = server.put(PATH + "/2", "{\"name\":\"b\"," + MONDAY + "}");

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.message()).contains("\"a\"");
    assertThat(renamed.status()).isEqualTo(409);
    assertThat(kept.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void an_alert_source_has_support_hours_which_then_cannot_be_deleted(Dialect dialect)
      throws Exception {
    start(dialect);
    server.post(PATH, "{\"name\":\"Office\"," + MONDAY + "}");

    Reply made =
        server.post(
            "/api/alert-sources", source("\"supportHours\":{\"id\":1,\"autoRaiseAlerts\":true}"));
    Reply refused = server.delete(PATH + "/1");
    Reply replaced = server.put("/api/alert-sources/1", source("\"supportHours\":{\"id\":1}"));
    Reply without = server.put("/api/alert-sources/1", source("\"supportHours\":null"));

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().path("supportHours").toString())
        .isEqualTo("{\"id\":1,\"name\":\"Office\",\"autoRaiseAlerts\":true}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.message()).contains("alert source \"prod\" (id 1)");
    assertThat(replaced.json().at("/supportHours/autoRaiseAlerts").asBoolean()).isFalse();
    assertThat(without.json().path("supportHours").isNull()).isTrue();
    assertThat(server.delete(PATH + "/1").status()).isEqualTo(204);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void hours_inside_an_alert_source_become_support_hours_of_their_own(Dialect dialect)
      throws Exception {
    start(dialect);
    server.post(PATH, "{\"name\":\"prod support hours\"," + MONDAY + "}");
    String inside =
        "\"supportHours\":{\"timezone\":\"Europe/Berlin\",\"autoRaiseAlerts\":true," + MONDAY + "}";

    JsonNode made = server.post("/api/alert-sources", source(inside)).json();
    JsonNode again = server.put("/api/alert-sources/1", source(inside)).json();
    JsonNode other =
        server.put("/api/alert-sources/1", source("\"supportHours\":{\"supportDays\":{}}")).json();

    assertThat(made.path("supportHours").toString())
        .isEqualTo("{\"id\":2,\"name\":\"prod support hours 2\",\"autoRaiseAlerts\":true}");
    assertThat(again.path("supportHours")).isEqualTo(made.path("supportHours"));
    assertThat(other.at("/supportHours/id").asInt()).isEqualTo(3);
    assertThat(server.get(PATH + "/2").json().path("timezone").asText()).isEqualTo("Europe/Berlin");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_source_that_cannot_be_made_leaves_no_support_hours_behind(Dialect dialect)
      throws Exception {
    start(dialect);
    String longName = "名".repeat(199) + "\uD83D\uDD14";

    Reply taken = server.post("/api/alert-sources", source("\"supportHours\":{" + MONDAY + "}"));
    Reply again = server.post("/api/alert-sources", source("\"supportHours\":{" + MONDAY + "}"));
    Reply missing = server.post("/api/alert-sources", source("\"supportHours\":{\"id\":99}"));
    Reply unknown = server.put("/api/alert-sources/1", source("\"supportHours\":{\"id\":99}"));
    Reply named =
        server.post(
            "/api/alert-sources",
            source("\"supportHours\":{" + MONDAY + "}").replace("prod", longName.substring(1)));

    assertThat(taken.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(409);
    assertThat(missing.status()).isEqualTo(409);
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.message()).contains("supportHours").contains("99");
    assertThat(named.status()).as(named.text()).isEqualTo(201);
    assertThat(server.get(PATH).json()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_is_wrong_with_support_hours_is_named(Dialect dialect) throws Exception {
    start(dialect);

    refused("{" + MONDAY + "}", "name is required");
    refused("{\"name\":\"x\"}", "supportDays is required");
    refused("{\"name\":\"x\",\"supportDays\":[]}", "supportDays must be an object");
    refused("{\"name\":\"x\",\"supportDays\":{\"FUNDAY\":null}}", "supportDays must be one of");
    refused("{\"name\":\"x\",\"supportDays\":{\"MONDAY\":7}}", "supportDays.MONDAY");
    refused("{\"name\":\"x\",\"supportDays\":{\"MONDAY\":{}}}", "supportDays.MONDAY.start");
    for (String time : List.of("24:00", "9:00", "09:00:00", "08:60", "x", "")) {
      refused(
          "{\"name\":\"x\",\"supportDays\":{\"MONDAY\":{\"start\":\"08:00\",\"end\":\""
              + time
              + "\"}}}",
          "supportDays.MONDAY.end must be a time");
    }
    refused(
        "{\"name\":\"x\",\"supportDays\":{\"MONDAY\":{\"start\":\"08:00\",\"end\":\"08:00\"}}}",
        "supportDays.MONDAY.end must be after start");
    refused("{\"name\":\"x\",\"timezone\":\"Moon\"," + MONDAY + "}", "timezone");
    refused("{\"name\":\"x\",\"teams\":[{\"id\":1}]," + MONDAY + "}", "teams");
    refused("{\"name\":\"x\",\"exceptions\":[{}]," + MONDAY + "}", "exceptions[0].start");
    String exception = "\"start\":\"2026-10-01T00:00\",\"end\":\"2026-10-02T00:00\"";
    refused(exception("{" + exception + "}"), "exceptions[0].supportStatus is required");
    refused(
        exception("{" + exception + ",\"supportStatus\":\"MAYBE\"}"),
        "exceptions[0].supportStatus must be one of");
    refused(
        exception("{" + exception.replace("10-02", "10-01") + ",\"supportStatus\":\"DURING\"}"),
        "exceptions[0].end must be after start");
    for (String rule : List.of("HIGH_DURING_SUPPORT_HOURS", "LOW_DURING_SUPPORT_HOURS")) {
      Reply reply =
          server.post("/api/alert-sources", source("\"alertPriorityRule\":\"" + rule + "\""));
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.message()).contains("supportHours").contains(rule);
    }
    for (String hours : List.of("7", "{}", "{\"id\":\"1\"}", "{\"id\":1,\"autoRaiseAlerts\":1}")) {
      Reply reply = server.post("/api/alert-sources", source("\"supportHours\":" + hours));
      assertThat(reply.status()).as(hours).isEqualTo(400);
      assertThat(reply.message()).contains("supportHours");
    }
    assertThat(server.get(PATH).json()).isEmpty();
  }

  private static String exception(String json) {
    return "{\"name\":\"x\",\"exceptions\":[" + json + "]," + MONDAY + "}";
  }

  private void refused(String json, String naming) {
    Reply reply = server.post(PATH, json);
    assertThat(reply.status()).as(json + " " + reply.text()).isEqualTo(400);
    assertThat(reply.message()).as(json).contains(naming);
  }

  private static String source(String fields) {
    return "{\"name\":\"prod\",\"integrationType\":\"API\",\"escalationPolicy\":{\"id\":1},"
        + fields
        + "}";
  }
}
