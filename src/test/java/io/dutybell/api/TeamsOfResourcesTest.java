package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.api.ApiServer.Reply;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Schedules, support hours, heartbeat monitors and alert actions belong to teams. */
class TeamsOfResourcesTest {

  private static final String SECRET = "SECRET";

  /** A body for each list; the teams are put in its place. */
  private static final Map<String, String> BODIES = new LinkedHashMap<>();

  static {
    BODIES.put(
        "/api/schedules",
        "{\"name\":\"SECRET\",\"type\":\"STATIC\",\"shifts\":[{\"user\":{\"id\":1},"
            + "\"start\":\"2026-11-22T00:00:00Z\",\"end\":\"2026-11-23T00:00:00Z\"}]%s}");
    BODIES.put(
        "/api/support-hours",
        "{\"name\":\"SECRET\",\"supportDays\":{\"MONDAY\":{\"start\":\"09:00\",\"end\":\"17:00\"}}%s}");
    BODIES.put("/api/heartbeat-monitors", "{\"name\":\"SECRET\",\"intervalSec\":60%s}");
    BODIES.put(
        "/api/alert-actions",
        "{\"name\":\"SECRET\",\"alertSources\":[{\"id\":1}],\"connectorType\":\"log\","
            + "\"triggerTypes\":[\"alert-created\"]%s}");
  }

  private Database database;
  private ApiServer server;
  private String member;
  private String outsider;
  private String responder;

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    member = user("member", "USER");
    outsider = user("outsider", "USER");
    responder = user("responder", "RESPONDER");
    made(
        "/api/teams",
        "{\"name\":\"x\",\"visibility\":\"PRIVATE\",\"members\":["
            + "{\"user\":{\"id\":1},\"role\":\"USER\"},{\"user\":{\"id\":3},\"role\":\"USER\"}]}");
    made(
        "/api/escalation-policies",
        "{\"name\":\"ops\",\"escalationRules\":[{\"users\":[{\"id\":1}],\"escalationTimeout\":5}]}");
    made(
        "/api/alert-sources",
        "{\"name\":\"open\",\"integrationType\":\"API\",\"escalationPolicy\":{\"id\":1}}");
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  private static String body(String path, String teams) {
    return BODIES.get(path).formatted(teams);
  }

  private static String ofTeam(String path) {
    return body(path, ",\"teams\":[{\"id\":1}]");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_belongs_to_a_private_team_is_not_there_for_others(Dialect dialect) throws Exception {
    start(dialect);
    for (String path : BODIES.keySet()) {
      Reply made = call(member, "POST", path, ofTeam(path));
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      assertThat(made.json().path("teams").toString()).isEqualTo("[{\"id\":1,\"name\":\"x\"}]");
      String one = path + "/" + made.json().path("id").asText();

      assertThat(call(member, "GET", path, "").json()).as(path).hasSize(1);
      assertThat(call(member, "GET", one, "").status()).isEqualTo(200);
      assertThat(call(outsider, "GET", path, "").text()).as(path).isEqualTo("[]");
      assertThat(call(outsider, "GET", path + "/name/" + SECRET, "").status()).isEqualTo(404);
      for (String method : new String[] {"GET", "PUT", "DELETE"}) {
        assertThat(call(outsider, method, one, ofTeam(path)).status())
            .as(method + " " + one)
            .isEqualTo(404);
      }
      assertThat(call(outsider, "POST", path, ofTeam(path)).message())
          .isEqualTo("teams[0].id is not the id of a team");
    }
    for (String part : new String[] {"shifts", "gaps", "overrides", "user-on-call"}) {
      assertThat(call(member, "GET", "/api/schedules/1/" + part, "").status()).isEqualTo(200);
      assertThat(call(outsider, "GET", "/api/schedules/1/" + part, "").status())
          .as(part)
          .isEqualTo(404);
    }
    assertThat(call(member, "GET", "/api/on-calls?schedules=1", "").json()).hasSize(1);
    assertThat(call(outsider, "GET", "/api/on-calls?schedules=1", "").text()).isEqualTo("[]");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_role_in_the_team_is_enough_to_change_it_and_teams_that_are_left_out_stay(Dialect dialect)
      throws Exception {
    start(dialect);
    for (String path : BODIES.keySet()) {
      assertThat(call(responder, "POST", path, body(path, "")).status()).as(path).isEqualTo(403);
      Reply made = call(responder, "POST", path, ofTeam(path));
      assertThat(made.status()).as(path + made.text()).isEqualTo(201);
      String one = path + "/" + made.json().path("id").asText();

      Reply kept = call(responder, "PUT", one, body(path, ""));
      assertThat(kept.status()).as(kept.text()).isEqualTo(200);
      assertThat(kept.json().path("teams")).hasSize(1);
      assertThat(call(responder, "PUT", one, body(path, ",\"teams\":[]")).status()).isEqualTo(403);
      Reply taken = call(member, "PUT", one, body(path, ",\"teams\":[]"));
      assertThat(taken.json().path("teams")).isEmpty();
      assertThat(call(responder, "PUT", one, body(path, "")).status()).isEqualTo(403);
      assertThat(call(responder, "DELETE", one, "").status()).isEqualTo(403);
      assertThat(call(member, "DELETE", one, "").status()).isEqualTo(204);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_team_that_owns_something_stays(Dialect dialect) throws Exception {
    start(dialect);
    for (String path : BODIES.keySet()) {
      String id = made(path, ofTeam(path)).json().path("id").asText();

      Reply refused = server.delete("/api/teams/1");

      assertThat(refused.status()).as(path).isEqualTo(409);
      assertThat(refused.message()).contains("\"SECRET\" (id " + id + ")");
      assertThat(server.delete(path + "/" + id).status()).isEqualTo(204);
    }
    assertThat(server.delete("/api/teams/1").status()).isEqualTo(204);
    for (String path : BODIES.keySet()) {
      assertThat(server.post(path, ofTeam(path)).status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_stands_in_the_way_of_deleting_is_named_only_to_who_may_know_it(Dialect dialect)
      throws Exception {
    start(dialect);
    for (String path : new String[] {"/api/heartbeat-monitors", "/api/alert-actions"}) {
      String body = ofTeam(path).replace("60", "60,\"alertSource\":{\"id\":1}");
      String id = made(path, body).json().path("id").asText();

      Reply hidden = call(outsider, "DELETE", "/api/alert-sources/1", "");
      Reply named = call(member, "DELETE", "/api/alert-sources/1", "");

      assertThat(hidden.status()).isEqualTo(409);
      assertThat(hidden.message()).contains("of a private team").doesNotContain(SECRET);
      assertThat(named.message()).contains(SECRET);
      server.delete(path + "/" + id);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void hidden_support_hours_cannot_be_named_and_are_shown_without_their_name(Dialect dialect)
      throws Exception {
    start(dialect);
    made("/api/support-hours", ofTeam("/api/support-hours"));
    String source =
        "{\"name\":\"open\",\"escalationPolicy\":{\"id\":1},\"supportHours\":{\"id\":1},"
            + "\"alertPriorityRule\":\"HIGH_DURING_SUPPORT_HOURS\"}";

    Reply refused = call(outsider, "PUT", "/api/alert-sources/1", source);
    Reply unknown =
        call(
            outsider,
            "PUT",
            "/api/alert-sources/1",
            source.replace("{\"id\":1},\"a", "{\"id\":9},\"a"));
    Reply given = call(member, "PUT", "/api/alert-sources/1", source);
    Reply kept = call(outsider, "PUT", "/api/alert-sources/1", source);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message().replace("1", "9")).isEqualTo(unknown.message());
    assertThat(given.json().at("/supportHours/name").asText()).isEqualTo(SECRET);
    assertThat(kept.status()).isEqualTo(200);
    assertThat(kept.text()).contains("\"supportHours\":{\"id\":1,").doesNotContain(SECRET);
    made(
        "/api/alert-sources",
        source
            .replace("open", "HIDDEN")
            .replace("{\"name", "{\"integrationType\":\"API\",\"teams\":[{\"id\":1}],\"name"));
    server.put("/api/support-hours/1", body("/api/support-hours", ",\"teams\":[]"));
    server.put("/api/alert-sources/1", "{\"name\":\"open\",\"escalationPolicy\":{\"id\":1}}");
    Reply used = call(outsider, "DELETE", "/api/support-hours/1", "");
    assertThat(used.status()).isEqualTo(409);
    assertThat(used.message()).doesNotContain("HIDDEN");
  }

  private String user(String username, String role) {
    long id =
        made("/api/users", "{\"username\":\"" + username + "\",\"role\":\"" + role + "\"}")
            .json()
            .path("id")
            .asLong();
    return made(
            "/api/tokens", "{\"name\":\"t\",\"user\":{\"id\":" + id + "},\"scopes\":[\"ADMIN\"]}")
        .json()
        .path("token")
        .asText();
  }

  private Reply made(String path, String json) {
    Reply reply = server.post(path, json);
    assertThat(reply.status()).as(path + " " + reply.text()).isEqualTo(201);
    return reply;
  }

  private Reply call(String token, String method, String path, String body) {
    return server.send(
        server
            .bare(path)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }
}
