package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On-call schedules over HTTP. */
class SchedulesTest {

  private static final String LAYER =
      "{\"name\":\"day\",\"startsOn\":\"2026-11-16T09:00\",\"users\":[{\"id\":1},{\"id\":2}],"
          + "\"rotation\":\"P1D\"%s}";
  private static final String RECURRING =
      "{\"name\":\"ops\",\"timezone\":\"Europe/Berlin\",\"type\":\"RECURRING\",\"scheduleLayers\":["
          + LAYER.formatted("")
          + "],\"showGaps\":true,\"defaultShiftDuration\":\"PT24H\",\"startsOn\":7,\"teams\":[]}";
  private static final String STATIC =
      "{\"name\":\"plan\",\"timezone\":\"Asia/Shanghai\",\"type\":\"STATIC\",\"shifts\":[%s]}";
  private static final String SHIFT = "{\"user\":{\"id\":%s},\"start\":\"%s\",\"end\":\"%s\"}";

  private Database database;
  private ApiServer server;
  private volatile Instant now = ApiServer.NOW;

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN, () -> now, 0);
    server.post("/api/users", "{\"username\":\"ann\",\"firstName\":\"Ann\"}");
    server.post("/api/users", "{\"username\":\"bob\",\"firstName\":\"Bob\"}");
    server.post("/api/users", "{\"username\":\"cid\",\"firstName\":\"Cid\"}");
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whom_another_node_made_a_moment_ago_can_be_put_on_call(Dialect dialect) throws Exception {
    start(dialect);
    try (ApiServer other = new ApiServer(database, ApiServer.TOKEN, () -> now, 0)) {
      Reply made = other.post("/api/schedules", RECURRING);

      assertThat(made.status()).as(made.text()).isEqualTo(201);
      assertThat(made.json().at("/scheduleLayers/0/users/1/name").asText()).isEqualTo("Bob");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_recurring_schedule_says_who_is_on_call(Dialect dialect) throws Exception {
    start(dialect);

    Reply made = server.post("/api/schedules", RECURRING);

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    JsonNode schedule = made.json();
    assertThat(schedule.path("timezone").asText()).isEqualTo("Europe/Berlin");
    assertThat(schedule.path("type").asText()).isEqualTo("RECURRING");
    assertThat(schedule.path("showGaps").asBoolean()).isTrue();
    assertThat(schedule.path("defaultShiftDuration").asText()).isEqualTo("PT24H");
    assertThat(schedule.at("/scheduleLayers/0/startsOn").asText())
        .isEqualTo("2026-11-16T08:00:00.000Z");
    assertThat(schedule.at("/scheduleLayers/0/rotation").asText()).isEqualTo("P1D");
    assertThat(schedule.at("/scheduleLayers/0/users/1/name").asText()).isEqualTo("Bob");
    assertThat(schedule.path("shifts")).isEmpty();
    assertThat(schedule.path("teams")).isEmpty();
    assertThat(schedule.has("currentShift")).isFalse();
    assertThat(server.get("/api/schedules/1").json()).isEqualTo(schedule);
    assertThat(server.get("/api/schedules/name/ops").json()).isEqualTo(schedule);
    assertThat(server.get("/api/schedules").json()).containsExactly(schedule);

    JsonNode onCall = server.get("/api/schedules/1/user-on-call").json();
    assertThat(onCall.at("/user/id").asLong()).isEqualTo(1);
    assertThat(onCall.path("start").asText()).isEqualTo("2026-11-22T08:00:00.000Z");
    assertThat(onCall.path("end").asText()).isEqualTo("2026-11-23T08:00:00.000Z");
    JsonNode with =
        server.get("/api/schedules?include=currentShift&include=nextShift").json().path(0);
    assertThat(with.path("currentShift")).isEqualTo(onCall);
    assertThat(with.at("/nextShift/user/id").asLong()).isEqualTo(2);
    JsonNode onCalls = server.get("/api/on-calls").json();
    assertThat(onCalls).hasSize(1);
    assertThat(onCalls.at("/0/user/username").asText()).isEqualTo("ann");
    assertThat(onCalls.at("/0/schedule/name").asText()).isEqualTo("ops");
    assertThat(server.get("/api/on-calls?users=2").json()).isEmpty();
    assertThat(server.get("/api/on-calls?schedules=1&users=1").json()).hasSize(1);
    assertThat(
            server
                .get("/api/schedules/1/shifts?from=2026-11-20T09:00&until=2026-11-22T08:00:00Z")
                .json()
                .findValuesAsText("start"))
        .containsExactly("2026-11-20T08:00:00.000Z", "2026-11-21T08:00:00.000Z");
    assertThat(server.get("/api/schedules/1/shifts").json().path(0).path("start").asText())
        .as("from the start of last month on, where nothing was yet")
        .isEqualTo("2026-11-16T08:00:00.000Z");
    assertThat(
            server.get("/api/schedules/1/gaps?from=2026-11-16T00:00&until=2026-11-17T00:00").text())
        .isEqualTo(
            "[{\"start\":\"2026-11-15T23:00:00.000Z\",\"end\":\"2026-11-16T08:00:00.000Z\"}]");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void an_override_wins_until_it_is_deleted(Dialect dialect) throws Exception {
    start(dialect);
    server.post("/api/schedules", RECURRING);
    String path = "/api/schedules/1/overrides";

    Reply first = server.put(path, SHIFT.formatted(3, "2026-11-22T15:00Z", "2026-11-22T20:00Z"));
    Reply second = server.post(path, SHIFT.formatted(2, "2026-11-22T17:00", "2026-11-22T18:00"));

    assertThat(first.status()).as(first.text()).isEqualTo(200);
    assertThat(first.json().path("name").asText()).isEqualTo("ops");
    assertThat(second.status()).as(second.text()).isEqualTo(201);
    assertThat(second.json()).isEqualTo(server.get(path).json().path(1));
    assertThat(server.get(path).json().findValuesAsText("username")).containsExactly("cid", "bob");
    JsonNode onCall = server.get("/api/schedules/1/user-on-call").json();
    assertThat(onCall.at("/user/username").asText()).isEqualTo("cid");
    assertThat(onCall.path("end").asText())
        .as("the newer one begins")
        .isEqualTo("2026-11-22T16:00:00.000Z");
    String range = "?from=2026-11-22T12:00:00Z&until=2026-11-22T21:00:00Z";
    assertThat(usernames(server.get("/api/schedules/1/shifts" + range)))
        .containsExactly("ann", "cid", "bob", "cid", "ann");
    assertThat(usernames(server.get("/api/schedules/1/shifts" + range + "&exclude-overrides=true")))
        .containsExactly("ann");
    assertThat(server.get(path + "?until=2026-11-22T16:00:00Z").json()).hasSize(1);
    assertThat(server.get(path + "?from=2026-11-23T00:00:00Z").json()).isEmpty();

    Reply inUse = server.delete("/api/users/3");
    assertThat(inUse.status()).isEqualTo(409);
    assertThat(inUse.message()).contains("override").contains("ops");
    assertThat(server.delete(path + "/1").status()).isEqualTo(204);
    assertThat(server.delete(path + "/1").status()).isEqualTo(404);
    assertThat(server.delete("/api/users/3").status()).isEqualTo(204);

    Reply all =
        server.put(path, "[" + SHIFT.formatted(1, "2026-11-23T15:00Z", "2026-11-23T20:00Z") + "]");
    assertThat(all.status()).as(all.text()).isEqualTo(200);
    assertThat(usernames(all)).containsExactly("ann");
    assertThat(server.get(path).json()).isEqualTo(all.json());
    assertThat(server.get("/api/audit-log?resource=schedule-override").json()).hasSize(3);
    assertThat(server.put(path, "[{\"user\":{\"id\":1}}]").message())
        .contains("overrides[0].start");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void an_override_that_has_ended_holds_nobody(Dialect dialect) throws Exception {
    start(dialect);
    server.post("/api/schedules", RECURRING);
    server.put(
        "/api/schedules/1/overrides", SHIFT.formatted(3, "2026-11-22T15:00Z", "2026-11-22T20:00Z"));
    now = now.plus(Duration.ofDays(1));

    assertThat(server.delete("/api/users/3").status()).isEqualTo(204);
    assertThat(server.get("/api/schedules/1/overrides").json()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_static_schedule_has_the_shifts_that_were_put_in(Dialect dialect) throws Exception {
    start(dialect);
    String monday = SHIFT.formatted(1, "2026-11-23T08:00", "2026-11-23T20:00");
    String tuesday = SHIFT.formatted(2, "2026-11-24T08:00", "2026-11-24T20:00");

    Reply made = server.post("/api/schedules", STATIC.formatted(tuesday + "," + monday));

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().path("shifts").findValuesAsText("start"))
        .containsExactly("2026-11-23T00:00:00.000Z", "2026-11-24T00:00:00.000Z");
    Reply nobody = server.get("/api/schedules/1/user-on-call");
    assertThat(nobody.status()).isEqualTo(204);
    assertThat(nobody.text()).isEmpty();
    assertThat(server.get("/api/on-calls").json()).isEmpty();
    JsonNode with = server.get("/api/schedules/1?include=currentShift,nextShift").json();
    assertThat(with.path("currentShift").isNull()).isTrue();
    assertThat(with.at("/nextShift/user/username").asText()).isEqualTo("ann");
    now = Instant.parse("2026-11-24T01:00:00Z");
    assertThat(server.get("/api/schedules/1/user-on-call").json().at("/user/id").asLong())
        .isEqualTo(2);
    assertThat(server.delete("/api/users/2").message()).contains("schedule \"plan\" (id 1)");

    Reply gap =
        server.put("/api/schedules/1?abort-on-gaps=true", STATIC.formatted(monday + "," + tuesday));
    assertThat(gap.status()).isEqualTo(400);
    assertThat(gap.message()).contains("shifts leaves nobody on call from 2026-11-23T12:00:00Z");
    assertThat(server.put("/api/schedules/1", STATIC.formatted("")).status()).isEqualTo(200);
    assertThat(server.delete("/api/users/2").status()).isEqualTo(204);
    assertThat(server.delete("/api/schedules/1").status()).isEqualTo(204);
    assertThat(server.delete("/api/schedules/1").status()).isEqualTo(404);
    assertThat(server.get("/api/schedules").json()).isEmpty();
    assertThat(server.get("/api/audit-log?resource=schedule").json()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void restrictions_are_kept_as_they_were_sent_and_used(Dialect dialect) throws Exception {
    start(dialect);
    String weekend =
        ",\"restrictionType\":\"TIME_OF_WEEK\",\"restrictions\":[{\"from\":{\"dayOfWeek\":\"FRIDAY\","
            + "\"time\":\"18:00\"},\"to\":{\"dayOfWeek\":\"SUNDAY\",\"time\":\"17:00\"}}]";
    String nights =
        ",\"restrictionType\":\"TIME_OF_DAY\",\"restrictions\":[{\"from\":{\"time\":\"22:00\"},"
            + "\"to\":{\"time\":\"06:00\"}}]";

    Reply made = server.post("/api/schedules", layers(LAYER.formatted(weekend)));

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().at("/scheduleLayers/0/restrictionType").asText())
        .isEqualTo("TIMES_OF_WEEK");
    assertThat(made.json().at("/scheduleLayers/0/restrictions").toString())
        .isEqualTo(
            "[{\"from\":{\"dayOfWeek\":\"FRIDAY\",\"time\":\"18:00\"},"
                + "\"to\":{\"dayOfWeek\":\"SUNDAY\",\"time\":\"17:00\"}}]");
    assertThat(server.get("/api/schedules/1").json()).isEqualTo(made.json());
    assertThat(server.get("/api/schedules/1/user-on-call").json().path("end").asText())
        .isEqualTo("2026-11-22T16:00:00.000Z");
    Reply replaced = server.put("/api/schedules/1", layers(LAYER.formatted(nights)));
    assertThat(replaced.status()).as(replaced.text()).isEqualTo(200);
    assertThat(replaced.json().at("/scheduleLayers/0/restrictionType").asText())
        .isEqualTo("TIMES_OF_DAY");
    assertThat(server.get("/api/schedules/1/user-on-call").status()).isEqualTo(204);
    assertThat(
            server
                .get("/api/schedules/1/shifts?from=2026-11-20T12:00&until=2026-11-21T12:00")
                .json()
                .findValuesAsText("start"))
        .containsExactly("2026-11-20T21:00:00.000Z");
  }

  @ParameterizedTest
  @EnumSource(value = Dialect.class, names = "H2")
  void bad_input_is_the_callers_fault_and_is_named(Dialect dialect) throws Exception {
    start(dialect);
    server.post("/api/schedules", RECURRING);

    refused(RECURRING, 409, "name \"ops\" is taken");
    refused(RECURRING.replace("Europe/Berlin", "Mars/Olympus"), 400, "timezone");
    refused(RECURRING.replace("Europe/Berlin", "Europe/\\u0000"), 400, "timezone");
    refused(RECURRING.replace("\"RECURRING\"", "\"WEEKLY\""), 400, "type must be one of");
    refused(RECURRING.replace("\"RECURRING\"", "null"), 400, "type is required");
    refused(RECURRING.replace("\"RECURRING\"", "\"STATIC\""), 400, "scheduleLayers belongs");
    refused(RECURRING.replace("\"teams\":[]", "\"teams\":[{\"id\":1}]"), 400, "teams");
    refused(RECURRING.replace("true", "\"yes\""), 400, "showGaps must be true or false");
    refused(RECURRING.replace("PT24H", "tomorrow"), 400, "defaultShiftDuration");
    refused(layers(""), 400, "scheduleLayers needs at least one layer");
    String layer = LAYER.formatted("");
    refused(layers(layer.replace("\"id\":2", "\"id\":9")), 400, "scheduleLayers[0].users[1].id");
    refused(layers(layer.replace("\"id\":2", "\"id\":1e999")), 400, "users[1].id");
    for (String rotation :
        List.of("P1M", "PT30M", "PT90M", "P0D", "-P1D", "P9999999999999D", "P9999W", "x")) {
      refused(layers(layer.replace("P1D", rotation)), 400, "scheduleLayers[0].rotation");
    }
    for (String time :
        List.of(
            "2026-11-16",
            "2026-13-16T09:00",
            "+999999999-12-31T23:59:59Z",
            "-999999999-01-01T00:00",
            "9999-12-31T23:59:59Z",
            "1969-01-01T00:00",
            "now",
            "\\u0000",
            "\\ud800")) {
      refused(layers(layer.replace("2026-11-16T09:00", time)), 400, "scheduleLayers[0].startsOn");
    }
    refused(
        layers(LAYER.formatted(",\"endsOn\":\"2026-11-16T09:00\"")), 400, "endsOn must be after");
    refused(layers(LAYER.formatted(",\"restrictionType\":\"SOMETIMES\"")), 400, "restrictionType");
    String restriction =
        ",\"restrictions\":[{\"from\":%s,\"to\":{\"dayOfWeek\":\"MONDAY\",\"time\":\"09:00\"}}]";
    refused(layers(LAYER.formatted(restriction.formatted("null"))), 400, "restrictions[0].from is");
    refused(
        layers(LAYER.formatted(restriction.formatted("{\"time\":\"09:00\"}"))),
        400,
        "restrictions[0].from.dayOfWeek is required");
    refused(
        layers(
            LAYER.formatted(
                restriction.formatted("{\"dayOfWeek\":\"MONDAY\",\"time\":\"24:00\"}"))),
        400,
        "from.time");
    refused(
        STATIC.formatted(
            SHIFT.formatted(1, "2026-11-23T08:00", "2026-11-23T20:00")
                + ","
                + SHIFT.formatted(2, "2026-11-23T19:00", "2026-11-24T20:00")),
        400,
        "shifts[1] begins before another shift ends");
    refused(
        STATIC.formatted(SHIFT.formatted(1, "2026-11-23T08:00", "2026-11-23T08:00")),
        400,
        "shifts[0].end must be after start");
    refused(
        STATIC.formatted("{\"start\":\"2026-11-23T08:00\",\"end\":\"2026-11-23T09:00\"}"),
        400,
        "shifts[0].user");

    for (String query :
        List.of(
            "from=yesterday",
            "until=2020-01-01T00:00:00Z",
            "until=2030-01-01T00:00:00Z",
            "exclude-overrides=perhaps",
            "from=%00")) {
      Reply reply = server.get("/api/schedules/1/shifts?" + query);
      assertThat(reply.status()).as(query).isEqualTo(400);
      assertThat(reply.message()).contains(query.substring(0, query.indexOf('=')));
    }
    assertThat(
            server
                .get("/api/schedules/1/shifts?from=9998-01-01T00:00:00Z&until=9998-03-01T00:00")
                .status())
        .isEqualTo(200);
    assertThat(
            server
                .get("/api/schedules/1/shifts?from=2026-11-22T00:00&until=2026-11-22T00:00")
                .text())
        .isEqualTo("[]");
    Reply tooLong =
        server.put(
            "/api/schedules/1/overrides",
            SHIFT.formatted(1, "2026-11-23T08:00", "2030-01-01T00:00"));
    assertThat(tooLong.status()).isEqualTo(400);
    assertThat(tooLong.message()).contains("end must be at most 366 days after start");
    assertThat(server.put("/api/schedules/1/overrides", "7").status()).isEqualTo(400);
    assertThat(server.put("/api/schedules/1/overrides", "").status()).isEqualTo(400);
    for (String path :
        List.of("/9", "/x", "/9/shifts", "/9/gaps", "/9/user-on-call", "/9/overrides", "/name/x")) {
      assertThat(server.get("/api/schedules" + path).status()).as(path).isEqualTo(404);
    }
    Reply over =
        server.put(
            "/api/schedules/1/overrides",
            SHIFT.formatted(1, "2026-11-22T08:00Z", "2026-11-22T15:06Z"));
    assertThat(over.status()).isEqualTo(400);
    assertThat(over.message()).contains("end must be in the future");
    assertThat(server.get("/api/schedules").json()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(value = Dialect.class, names = "H2")
  void a_schedule_may_be_called_like_a_path(Dialect dialect) throws Exception {
    start(dialect);
    for (String name : List.of("shifts", "overrides", "a b/ü")) {
      server.post("/api/schedules", RECURRING.replace("\"ops\"", "\"" + name + "\""));
    }

    assertThat(server.get("/api/schedules").json()).hasSize(3);
    assertThat(server.get("/api/schedules/name/a%20b%2F%C3%BC").json().path("id").asInt())
        .isEqualTo(3);
    assertThat(server.get("/api/schedules/name/shifts").json().path("id").asInt()).isEqualTo(1);
    assertThat(server.get("/api/schedules/name/overrides").json().path("id").asInt()).isEqualTo(2);
  }

  private static String layers(String layers) {
    return RECURRING.replace(LAYER.formatted(""), layers).replace("\"ops\"", "\"other\"");
  }

  private void refused(String body, int status, String message) {
    Reply reply = server.post("/api/schedules", body);
    assertThat(reply.status()).as(body + reply.text()).isEqualTo(status);
    assertThat(reply.message()).contains(message);
  }

  private static List<String> usernames(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json().findValuesAsText("username");
  }
}
