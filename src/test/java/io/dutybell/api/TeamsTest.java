package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Teams, what belongs to them, and what a role in a team adds, on both databases. */
class TeamsTest {

  private Database database;
  private ApiServer server;

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    user("ann", "RESPONDER");
    user("bob", "USER");
    user("cat", "STAKEHOLDER");
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_team_is_made_found_replaced_and_deleted(Dialect dialect) throws Exception {
    start(dialect);

    Reply made =
        server.post(
            "/api/teams",
            "{\"name\":\"网络 & ops\",\"visibility\":\"PRIVATE\",\"unknown\":1,\"members\":["
                + "{\"user\":{\"id\":2},\"role\":\"ADMIN\"},{\"user\":{\"id\":1}}]}");

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().path("visibility").asText()).isEqualTo("PRIVATE");
    assertThat(made.json().at("/members/0/user/username").asText()).isEqualTo("bob");
    assertThat(made.json().at("/members/0/role").asText()).isEqualTo("ADMIN");
    assertThat(made.json().at("/members/1/role").asText()).isEqualTo("RESPONDER");
    assertThat(server.get("/api/teams/1").json()).isEqualTo(made.json());
    assertThat(server.get("/api/teams/name/%E7%BD%91%E7%BB%9C%20%26%20ops").json())
        .isEqualTo(made.json());
    server.post("/api/teams", "{\"name\":\"db\",\"members\":null}");
    assertThat(server.get("/api/teams").json()).hasSize(2);
    JsonNode second = server.get("/api/teams?start-index=1&max-results=1").json();
    assertThat(second.at("/0/name").asText()).isEqualTo("db");
    assertThat(second.at("/0/visibility").asText()).isEqualTo("PUBLIC");

    Reply replaced =
        server.put("/api/teams/1", "{\"name\":\"ops\",\"members\":[{\"user\":{\"id\":1}}]}");
    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.json().path("members")).hasSize(1);
    assertThat(server.get("/api/teams/1").json()).isEqualTo(replaced.json());
    assertThat(server.delete("/api/users/1").status()).isEqualTo(204);
    assertThat(server.get("/api/teams/1").json().path("members")).isEmpty();

    assertThat(server.delete("/api/teams/1").status()).isEqualTo(204);
    assertThat(server.get("/api/teams/1").status()).isEqualTo(404);
    assertThat(server.get("/api/teams/name/ops").status()).isEqualTo(404);
    assertThat(server.delete("/api/teams/1").status()).isEqualTo(404);
    assertThat(server.get("/api/audit-log?resource=team").json().findValuesAsText("operation"))
        .containsExactly("delete-team", "replace-team", "add-team", "add-team");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_team_that_cannot_be_is_refused_with_the_field_that_is_wrong(Dialect dialect)
      throws Exception {
    start(dialect);
    server.post("/api/teams", "{\"name\":\"ops\"}");

    assertRefused("{}", 400, "name is required");
    assertRefused("{\"name\":\"a\\u0000b\"}", 400, "name must be one line");
    assertRefused("{\"name\":\"a\\ud800\"}", 400, "name contains half a character");
    assertRefused("{\"name\":\"" + "x".repeat(201) + "\"}", 400, "name is longer");
    assertRefused("{\"name\":\"ops\"}", 409, "\"ops\" is taken");
    assertRefused("{\"name\":\"x\",\"visibility\":\"private\"}", 400, "visibility must be one of");
    assertRefused("{\"name\":\"x\",\"visibility\":1}", 400, "visibility must be a text");
    assertRefused("{\"name\":\"x\",\"members\":{}}", 400, "members must be a list");
    assertRefused("{\"name\":\"x\",\"members\":[7]}", 400, "members[0] must be an object");
    assertRefused("{\"name\":\"x\",\"members\":[{}]}", 400, "members[0].user is required");
    String member = "{\"name\":\"x\",\"members\":[{\"user\":{\"id\":1}},{\"user\":{\"id\":%s}%s}]}";
    assertRefused(member.formatted("99", ""), 400, "members[1].user.id is not the id of a user");
    assertRefused(member.formatted("1e999", ""), 400, "members[1].user.id");
    assertRefused(member.formatted("\"bob\"", ""), 400, "members[1].user.id");
    assertRefused(member.formatted("1", ""), 400, "members[1].user.id is there twice");
    assertRefused(member.formatted("2", ",\"role\":\"OWNER\""), 400, "members[1].role");
    assertThat(server.put("/api/teams/9", "{\"name\":\"y\"}").status()).isEqualTo(404);
    assertThat(server.get("/api/teams/99999999999999999999").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void sources_and_policies_belong_to_teams(Dialect dialect) throws Exception {
    start(dialect);
    team("ops", "PUBLIC", "");
    team("db", "PUBLIC", "");

    JsonNode policy = made("/api/escalation-policies", policy("p", "{\"id\":2},{\"id\":1}"));
    JsonNode source = made("/api/alert-sources", source("s", 1, "{\"id\":1,\"name\":\"x\"}"));

    assertThat(policy.path("teams").toString())
        .isEqualTo("[{\"id\":1,\"name\":\"ops\"},{\"id\":2,\"name\":\"db\"}]");
    assertThat(source.path("teams").toString()).isEqualTo("[{\"id\":1,\"name\":\"ops\"}]");
    assertThat(server.get("/api/escalation-policies/1").json()).isEqualTo(policy);
    assertThat(server.get("/api/alert-sources/name/s").json()).isEqualTo(source);
    assertThat(server.get("/api/alert-sources").json().get(0)).isEqualTo(source);
    for (String wrong : List.of("{\"id\":9}", "{}", "7", "{\"id\":\"ops\"}")) {
      Reply reply = server.post("/api/alert-sources", source("t", 1, wrong));
      assertThat(reply.status()).as(wrong).isEqualTo(400);
      assertThat(reply.message()).startsWith("teams[0]");
      assertThat(server.post("/api/escalation-policies", policy("q", wrong)).message())
          .startsWith("teams[0]");
    }

    Reply owner = server.delete("/api/teams/1");
    assertThat(owner.status()).isEqualTo(409);
    assertThat(owner.message()).contains("alert source \"s\" (id 1)");
    assertThat(server.delete("/api/teams/2").message()).contains("escalation policy \"p\"");
    server.put("/api/alert-sources/1", source("s", 1, ""));
    server.put("/api/escalation-policies/1", policy("p", ""));
    assertThat(server.get("/api/alert-sources/1").json().path("teams")).isEmpty();
    assertThat(server.get("/api/escalation-policies/1").json().path("teams")).isEmpty();
    assertThat(server.delete("/api/teams/1").status()).isEqualTo(204);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void alerts_are_filtered_by_the_teams_of_their_source(Dialect dialect) throws Exception {
    start(dialect);
    team("ops", "PUBLIC", "");
    team("db", "PRIVATE", "");
    made("/api/escalation-policies", policy("p", ""));
    made("/api/alert-sources", source("s1", 1, "{\"id\":1}"));
    made("/api/alert-sources", source("s2", 1, "{\"id\":1},{\"id\":2}"));
    made("/api/alert-sources", source("s3", 1, ""));
    for (long id = 1; id <= 3; id++) {
      server.alerts.store(id, "PENDING", "a", ApiServer.NOW.plusSeconds(id));
      server.alerts.execute("update alerts set source_id = ? where id = ?", id, id);
    }

    assertThat(ids("/api/alerts?team=1")).containsExactly(2L, 1L);
    assertThat(ids("/api/alerts?team=2")).containsExactly(2L);
    assertThat(ids("/api/alerts?team=2&team=1&state=PENDING&q=a")).containsExactly(2L, 1L);
    assertThat(ids("/api/alerts?team=1&alert-source=1&alert-source=3")).containsExactly(1L);
    assertThat(ids("/api/alerts?team=2&alert-source=3")).isEmpty();
    assertThat(ids("/api/alerts?team=99")).isEmpty();
    assertThat(server.get("/api/alerts/count?team=1").text()).isEqualTo("{\"count\":2}");
    assertThat(server.get("/api/alerts/count?team=99").text()).isEqualTo("{\"count\":0}");
    assertThat(server.get("/api/alerts/count").text()).isEqualTo("{\"count\":3}");
    assertThat(server.get("/api/alerts?team=ops").message()).startsWith("team ");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_role_in_a_team_adds_to_what_its_members_may_do_there(Dialect dialect) throws Exception {
    start(dialect);
    team("hers", "PUBLIC", "{\"user\":{\"id\":1},\"role\":\"USER\"}");
    team("only responding", "PRIVATE", "{\"user\":{\"id\":1},\"role\":\"RESPONDER\"}");
    team("others", "PUBLIC", "");
    String ann = token(1, "WRITE");
    made("/api/escalation-policies", policy("p1", "{\"id\":1}"));
    made("/api/escalation-policies", policy("p2", ""));
    made("/api/alert-sources", source("s1", 1, "{\"id\":1},{\"id\":2}"));
    made("/api/alert-sources", source("s2", 1, "{\"id\":2}"));
    made("/api/alert-sources", source("s3", 1, ""));

    Reply hers =
        call(ann, "PUT", "/api/alert-sources/1", source("s1!", 2, "{\"id\":1},{\"id\":2}"));
    assertThat(hers.status()).as(hers.text()).isEqualTo(200);
    assertThat(hers.json().path("integrationKey").asText()).isNotEmpty();
    assertThat(call(ann, "POST", "/api/alert-sources/1/rotate-key", "").status()).isEqualTo(200);
    assertThat(call(ann, "PUT", "/api/escalation-policies/1", policy("p1!", "{\"id\":1}")).status())
        .isEqualTo(200);
    Reply made = call(ann, "POST", "/api/alert-sources", source("s4", 1, "{\"id\":1}"));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(call(ann, "DELETE", "/api/alert-sources/4", "").status()).isEqualTo(204);
    Reply policy = call(ann, "POST", "/api/escalation-policies", policy("p3", "{\"id\":1}"));
    assertThat(policy.status()).isEqualTo(201);
    assertThat(call(ann, "DELETE", "/api/escalation-policies/3", "").status()).isEqualTo(204);

    for (String id : List.of("2", "3")) {
      String path = "/api/alert-sources/" + id;
      assertThat(call(ann, "GET", path, "").json().path("integrationKey").isNull()).isTrue();
      assertThat(call(ann, "PUT", path, source("x", 1, "{\"id\":1}")).status()).isEqualTo(403);
      assertThat(call(ann, "POST", path + "/rotate-key", "").status()).isEqualTo(403);
      assertThat(call(ann, "DELETE", path, "").status()).isEqualTo(403);
    }
    assertThat(call(ann, "PUT", "/api/escalation-policies/2", policy("x", "")).status())
        .isEqualTo(403);
    assertThat(call(ann, "DELETE", "/api/escalation-policies/2", "").status()).isEqualTo(403);
    assertThat(call(ann, "PUT", "/api/alert-sources/1", source("x", 1, "")).status())
        .as("then it would be nobody's")
        .isEqualTo(403);
    assertThat(call(ann, "PUT", "/api/alert-sources/1", source("x", 1, "{\"id\":1}")).status())
        .as("taken away from a team in which she only responds")
        .isEqualTo(403);
    assertThat(call(ann, "DELETE", "/api/alert-sources/1", "").status()).isEqualTo(403);
    for (String teams : List.of("", "{\"id\":2}", "{\"id\":1},{\"id\":2}", "{\"id\":3}")) {
      assertThat(call(ann, "POST", "/api/alert-sources", source("x", 1, teams)).status())
          .as(teams)
          .isEqualTo(403);
      assertThat(call(ann, "POST", "/api/escalation-policies", policy("x", teams)).status())
          .as(teams)
          .isEqualTo(403);
    }
    assertThat(call(token(1, "READ"), "DELETE", "/api/alert-sources/1", "").status())
        .as("no role goes beyond the scopes of a token")
        .isEqualTo(403);
    assertThat(call(ann, "POST", "/api/users", "{}").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void only_members_give_to_a_team_and_take_away_from_it(Dialect dialect) throws Exception {
    start(dialect);
    team("ops", "PUBLIC", "");
    made("/api/escalation-policies", policy("p", ""));
    made("/api/alert-sources", source("s", 1, "{\"id\":1}"));
    String bob = token(2, "WRITE");

    Reply kept = call(bob, "PUT", "/api/alert-sources/1", source("new name", 1, "{\"id\":1}"));
    Reply taken = call(bob, "PUT", "/api/alert-sources/1", source("s", 1, ""));
    Reply given = call(bob, "PUT", "/api/escalation-policies/1", policy("p", "{\"id\":1}"));
    Reply deleted = call(bob, "DELETE", "/api/alert-sources/1", "");

    assertThat(kept.status()).isEqualTo(200);
    for (Reply refused : List.of(taken, given, deleted)) {
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.message()).contains("teams", "ops");
    }
    server.put("/api/teams/1", "{\"name\":\"ops\",\"members\":[{\"user\":{\"id\":2}}]}");
    assertThat(call(bob, "PUT", "/api/alert-sources/1", source("s", 1, "")).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void the_administrators_of_a_team_change_it_and_stakeholders_gain_nothing(Dialect dialect)
      throws Exception {
    start(dialect);
    String members =
        "{\"user\":{\"id\":1},\"role\":\"ADMIN\"},{\"user\":{\"id\":2},\"role\":\"USER\"},"
            + "{\"user\":{\"id\":3},\"role\":\"ADMIN\"}";
    team("ours", "PRIVATE", members);
    team("theirs", "PRIVATE", "");
    team("open", "PUBLIC", "");
    String ours = "{\"name\":\"ours\",\"visibility\":\"PRIVATE\",\"members\":[" + members + "]}";
    made("/api/escalation-policies", policy("p", "{\"id\":1}"));

    assertThat(call(token(1, "WRITE"), "PUT", "/api/teams/1", ours).status()).isEqualTo(200);
    assertThat(call(token(1, "READ"), "PUT", "/api/teams/1", ours).status()).isEqualTo(403);
    assertThat(call(token(1, "WRITE"), "PUT", "/api/teams/2", ours).status()).isEqualTo(404);
    assertThat(call(token(1, "WRITE"), "PUT", "/api/teams/3", ours).status()).isEqualTo(403);
    assertThat(call(token(1, "ADMIN"), "DELETE", "/api/teams/1", "").status()).isEqualTo(403);
    assertThat(call(token(1, "ADMIN"), "POST", "/api/teams", ours).status()).isEqualTo(403);
    assertThat(call(token(2, "ADMIN"), "PUT", "/api/teams/1", ours).status()).isEqualTo(403);
    String cat = token(3, "ADMIN");
    assertThat(call(cat, "GET", "/api/teams/1", "").status()).isEqualTo(403);
    assertThat(call(cat, "PUT", "/api/teams/1", ours).status()).isEqualTo(403);
    assertThat(call(cat, "PUT", "/api/escalation-policies/1", policy("p", "")).status())
        .isEqualTo(403);
  }

  private JsonNode made(String path, String json) {
    Reply reply = server.post(path, json);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json();
  }

  private void team(String name, String visibility, String members) {
    made(
        "/api/teams",
        "{\"name\":\"%s\",\"visibility\":\"%s\",\"members\":[%s]}"
            .formatted(name, visibility, members));
  }

  private static String policy(String name, String teams) {
    return ("{\"name\":\"%s\",\"teams\":[%s],"
            + "\"escalationRules\":[{\"users\":[{\"id\":2}],\"escalationTimeout\":5}]}")
        .formatted(name, teams);
  }

  private static String source(String name, long policy, String teams) {
    return ("{\"name\":\"%s\",\"integrationType\":\"API\","
            + "\"escalationPolicy\":{\"id\":%s},\"teams\":[%s]}")
        .formatted(name, policy, teams);
  }

  private void user(String username, String role) {
    made("/api/users", "{\"username\":\"" + username + "\",\"role\":\"" + role + "\"}");
  }

  private String token(long userId, String scope) {
    return made(
            "/api/tokens",
            "{\"name\":\"t\",\"user\":{\"id\":" + userId + "},\"scopes\":[\"" + scope + "\"]}")
        .path("token")
        .asText();
  }

  private Reply call(String token, String method, String path, String body) {
    return server.send(
        server
            .bare(path)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }

  private List<Long> ids(String path) {
    Reply reply = server.get(path);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    List<Long> ids = new java.util.ArrayList<>();
    reply.json().forEach(alert -> ids.add(alert.path("id").asLong()));
    return ids;
  }

  private void assertRefused(String body, int status, String message) {
    Reply reply = server.post("/api/teams", body);
    assertThat(reply.status()).as(body.length() > 300 ? "" : body).isEqualTo(status);
    assertThat(reply.message()).contains(message);
  }
}
