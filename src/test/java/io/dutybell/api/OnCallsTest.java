package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Escalation policies that name on-call schedules, and who is on call by them, over HTTP. */
class OnCallsTest {

  private static final String SCHEDULE =
      "{\"name\":\"%s\",\"timezone\":\"Europe/Berlin\",\"type\":\"RECURRING\",\"scheduleLayers\":[{"
          + "\"startsOn\":\"2026-11-16T09:00\",\"users\":[{\"id\":1},{\"id\":2}],\"rotation\":\"P1D\"}]}";
  private static final String POLICY =
      "{\"name\":\"p\",\"escalationRules\":[{\"users\":[{\"id\":3}],\"schedules\":[{\"id\":1}],"
          + "\"escalationTimeout\":5},{\"schedule\":{\"id\":1},\"escalationTimeout\":9}]}";
  private static final String NOW = "2026-11-22T15:06:00Z";

  private Database database;
  private ApiServer server;

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    server.post("/api/users", "{\"username\":\"ann\",\"firstName\":\"Ann\"}");
    server.post("/api/users", "{\"username\":\"bob\",\"firstName\":\"Bob\"}");
    server.post("/api/users", "{\"username\":\"cid\",\"firstName\":\"Cid\"}");
    made("/api/schedules", SCHEDULE.formatted("ops"));
    made("/api/escalation-policies", POLICY);
    made(
        "/api/schedules",
        SCHEDULE.formatted("alone").replace("[{\"id\":1},{\"id\":2}]", "[{\"id\":3}]"));
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  private JsonNode made(String path, String json) {
    Reply reply = server.post(path, json);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_policy_names_schedules_beside_users_or_alone(Dialect dialect) throws Exception {
    start(dialect);

    JsonNode policy = server.get("/api/escalation-policies/1").json();

    JsonNode first = policy.at("/escalationRules/0");
    assertThat(first.at("/users/0/username").asText()).isEqualTo("cid");
    assertThat(first.path("schedules").toString())
        .isEqualTo("[{\"id\":1,\"name\":\"ops\",\"type\":\"RECURRING\"}]");
    JsonNode second = policy.at("/escalationRules/1");
    assertThat(second.path("users")).isEmpty();
    assertThat(second.at("/schedules/0/id").asLong()).isEqualTo(1);
    assertThat(server.put("/api/escalation-policies/1", policy.toString()).json())
        .as("what was read can be sent back")
        .isEqualTo(policy);
    Reply inUse = server.delete("/api/schedules/1");
    assertThat(inUse.status()).isEqualTo(409);
    assertThat(inUse.message()).contains("escalation policy \"p\" (id 1)");
    assertThat(server.delete("/api/escalation-policies/1").status()).isEqualTo(204);
    assertThat(server.delete("/api/schedules/1").status()).isEqualTo(204);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_policy_that_names_no_target_or_one_that_is_not_there_is_refused(Dialect dialect)
      throws Exception {
    start(dialect);
    String rule = "{\"name\":\"q\",\"escalationRules\":[{%s\"escalationTimeout\":5}]}";

    refused(rule.formatted(""), "escalationRules[0].users needs at least one user");
    refused(rule.formatted("\"schedules\":[],"), "escalationRules[0].users needs");
    refused(rule.formatted("\"schedules\":[{\"id\":9}],"), "schedules[0].id is not the id");
    refused(rule.formatted("\"schedules\":[{\"id\":\"1\"}],"), "schedules[0].id must be");
    refused(rule.formatted("\"schedules\":[1],"), "schedules[0] must be an object");
    refused(rule.formatted("\"schedules\":{\"id\":1},"), "schedules must be a list");
    refused(rule.formatted("\"schedule\":{\"id\":9},"), "schedule.id is not the id");
    refused(rule.formatted("\"schedule\":7,"), "schedule must be an object");
  }

  private void refused(String policy, String message) {
    Reply reply = server.post("/api/escalation-policies", policy);
    assertThat(reply.status()).as(policy).isEqualTo(400);
    assertThat(reply.message()).contains(message);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void who_is_on_call_is_listed_by_policy_level_and_schedule(Dialect dialect) throws Exception {
    start(dialect);

    JsonNode onCalls = server.get("/api/on-calls").json();

    assertThat(shown(onCalls))
        .containsExactly("cid p 1 null", "ann p 1 ops", "ann p 2 ops", "cid null null alone");
    assertThat(onCalls.at("/0/start").isNull()).isTrue();
    assertThat(onCalls.at("/0/end").isNull()).isTrue();
    assertThat(onCalls.at("/1/start").asText()).isEqualTo("2026-11-22T08:00:00.000Z");
    assertThat(onCalls.at("/1/end").asText()).isEqualTo("2026-11-23T08:00:00.000Z");
    assertThat(onCalls.at("/1/escalationPolicy").toString()).isEqualTo("{\"id\":1,\"name\":\"p\"}");
    assertThat(onCalls.at("/1/schedule").toString())
        .isEqualTo("{\"id\":1,\"name\":\"ops\",\"type\":\"RECURRING\"}");
    assertThat(shown("?policies=1")).hasSize(3).noneMatch(line -> line.contains("alone"));
    assertThat(shown("?policies=9")).isEmpty();
    assertThat(shown("?schedules=1")).containsExactly("ann p 1 ops", "ann p 2 ops");
    assertThat(shown("?schedules=1&schedules=2&users=cid")).containsExactly("cid null null alone");
    assertThat(shown("?users=3")).containsExactly("cid p 1 null", "cid null null alone");
    assertThat(shown("?policy-levels=" + encoded("{\"id\":1,\"level\":2}")))
        .containsExactly("ann p 2 ops");
    assertThat(shown("?start-index=1&max-results=2")).containsExactly("ann p 1 ops", "ann p 2 ops");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_range_has_all_whole_shifts_that_reach_into_it(Dialect dialect) throws Exception {
    start(dialect);
    server.put(
        "/api/schedules/1/overrides",
        "{\"user\":{\"id\":3},\"start\":\"2026-11-23T10:00Z\",\"end\":\"2026-11-23T12:00Z\"}");

    JsonNode onCalls =
        server
            .get(
                "/api/on-calls?schedules=1&policy-levels="
                    + encoded("{\"id\":1,\"level\":1}")
                    + "&timezone=Europe/Berlin&from=2026-11-22T12:00&until=2026-11-23T12:00")
            .json();

    assertThat(shown(onCalls)).containsExactly("ann p 1 ops", "bob p 1 ops", "cid p 1 ops");
    assertThat(onCalls.findValuesAsText("start"))
        .containsExactly(
            "2026-11-22T09:00:00.000+01:00",
            "2026-11-23T09:00:00.000+01:00",
            "2026-11-23T11:00:00.000+01:00");
    assertThat(onCalls.at("/2/end").asText()).isEqualTo("2026-11-23T13:00:00.000+01:00");
    assertThat(shown("?schedules=2&from=2026-11-25T00:00:00Z"))
        .as("until is from when that is in the future")
        .containsExactly("cid null null alone");
    assertThat(shown("?schedules=2&from=2026-11-21T10:00:00Z"))
        .as("until now when from is in the past")
        .containsExactly("cid null null alone", "cid null null alone");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_is_named_can_be_shown_whole(Dialect dialect) throws Exception {
    start(dialect);

    JsonNode onCall =
        server
            .get("/api/on-calls?policies=1&expand=user&expand=escalationPolicy&expand=schedule")
            .json()
            .path(1);

    assertThat(onCall.at("/user/role").asText()).isEqualTo("USER");
    assertThat(onCall.at("/escalationPolicy/escalationRules/1/schedules/0/name").asText())
        .isEqualTo("ops");
    assertThat(onCall.at("/schedule/scheduleLayers/0/rotation").asText()).isEqualTo("P1D");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_schedule_shows_the_shifts_that_are_asked_for_in_lists_and_alone(Dialect dialect)
      throws Exception {
    start(dialect);

    for (String path : List.of("/api/schedules/1", "/api/schedules/name/ops")) {
      JsonNode current = server.get(path + "?include=currentShift").json();
      assertThat(current.at("/currentShift/user/username").asText()).isEqualTo("ann");
      assertThat(current.has("nextShift")).isFalse();
      JsonNode next = server.get(path + "?include=nextShift").json();
      assertThat(next.at("/nextShift/start").asText()).isEqualTo("2026-11-23T08:00:00.000Z");
      assertThat(next.has("currentShift")).isFalse();
      assertThat(server.get(path + "?include=scheduleLayers&include=x").json())
          .isEqualTo(server.get(path).json());
    }
    JsonNode both = server.get("/api/schedules?include=currentShift&include=nextShift").json();
    assertThat(both.findValuesAsText("start").stream().filter(s -> s.startsWith("2026-11-22")))
        .hasSize(2);
    assertThat(both.at("/1/nextShift/user/username").asText()).isEqualTo("cid");
  }

  @ParameterizedTest
  @EnumSource(value = Dialect.class, names = "H2")
  void bad_filters_are_the_callers_fault(Dialect dialect) throws Exception {
    start(dialect);

    for (String query :
        List.of(
            "policies=x",
            "schedules=-1",
            "users=nobody",
            "timezone=Mars",
            "from=yesterday",
            "until=2026-11-22T15:05:59Z",
            "from=2026-11-22T00:00:00Z&until=2027-02-22T00:00:01Z",
            "from=9999-11-22T00:00:00Z",
            "max-results=101",
            "policy-levels=1",
            "policy-levels=" + encoded("{\"id\":1}"),
            "policy-levels=" + encoded("{\"id\":1,\"level\":0}"),
            "policy-levels=" + encoded("{\"level\":1}"),
            "policy-levels=" + encoded("[".repeat(499)))) {
      Reply reply = server.get("/api/on-calls?" + query);
      assertThat(reply.status()).as(query + " " + reply.text()).isEqualTo(400);
      assertThat(query).contains(reply.message().split(" ")[0]);
    }
    assertThat(server.get("/api/on-calls?from=" + NOW + "&until=2027-02-22T15:06:00Z").status())
        .isEqualTo(200);
    assertThat(server.get("/api/on-calls?from=9998-11-22T00:00:00Z").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(value = Dialect.class, names = "H2")
  void policies_of_a_private_team_are_not_named(Dialect dialect) throws Exception {
    start(dialect);
    made(
        "/api/teams",
        "{\"name\":\"SECRET\",\"visibility\":\"PRIVATE\",\"members\":[{\"user\":{\"id\":1}}]}");
    server.put(
        "/api/escalation-policies/1",
        POLICY.replace("\"p\"", "\"SECRET\"").replace("{\"name", "{\"teams\":[{\"id\":1}],\"name"));
    String bob =
        made("/api/tokens", "{\"name\":\"t\",\"user\":{\"id\":2},\"scopes\":[\"WRITE\"]}")
            .path("token")
            .asText();
    server.put("/api/users/2", "{\"username\":\"bob\",\"role\":\"USER\"}");

    Reply onCalls =
        server.send(server.bare("/api/on-calls").header("Authorization", "Bearer " + bob));
    Reply inUse =
        server.send(
            server.bare("/api/schedules/1").header("Authorization", "Bearer " + bob).DELETE());

    assertThat(shown(onCalls.json())).containsExactly("ann null null ops", "cid null null alone");
    assertThat(inUse.status()).isEqualTo(409);
    assertThat(inUse.message()).contains("private team").doesNotContain("SECRET");
  }

  private List<String> shown(String query) {
    return shown(server.get("/api/on-calls" + query).json());
  }

  /** Username, policy, level and schedule of each. */
  private static List<String> shown(JsonNode onCalls) {
    List<String> lines = new ArrayList<>();
    for (JsonNode one : onCalls) {
      lines.add(
          one.at("/user/username").asText()
              + " "
              + name(one.path("escalationPolicy"))
              + " "
              + one.path("escalationLevel").asText()
              + " "
              + name(one.path("schedule")));
    }
    return lines;
  }

  private static String name(JsonNode named) {
    return named.isNull() ? "null" : named.path("name").asText();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
