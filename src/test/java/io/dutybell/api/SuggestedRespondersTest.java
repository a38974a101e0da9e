package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who could be given an alert. */
class SuggestedRespondersTest {

  private Database database;
  private ApiServer server;

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void the_users_of_the_policy_come_first_and_who_cannot_help_is_disabled(Dialect dialect)
      throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    user("has.it", "USER", true);
    user("second", "USER", true);
    user("other", "RESPONDER", true);
    user("silent", "RESPONDER", false);
    user("looks.on", "STAKEHOLDER", true);
    server.post(
        "/api/escalation-policies",
        "{\"name\":\"ops\",\"escalationRules\":[{\"users\":[{\"id\":2},{\"id\":1}],\"escalationTimeout\":5},"
            + "{\"users\":[{\"id\":2}],\"escalationTimeout\":5}]}");
    server.alerts.store(1, "PENDING", "disk full", ApiServer.NOW);
    server.alerts.assign(1, 1);

    List<String> shown = new ArrayList<>();
    for (JsonNode r : server.get("/api/alerts/1/suggested-responders?lang=en").json()) {
      shown.add(
          r.path("group").asText()
              + " "
              + r.path("id").asLong()
              + " "
              + r.path("name").asText()
              + (r.path("disabled").booleanValue() ? " disabled" : ""));
    }

    assertThat(shown)
        .containsExactly(
            "SUGGESTED 2 second",
            "SUGGESTED 1 has.it disabled",
            "USER 3 other",
            "USER 4 silent disabled",
            "ESCALATION_POLICY 1 ops");
    assertThat(server.get("/api/alerts/7/suggested-responders").status()).isEqualTo(404);
    assertThat(server.get("/api/alerts/x/suggested-responders").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void nothing_of_a_private_team_is_suggested_to_others(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    user("member", "RESPONDER", true);
    user("other", "RESPONDER", true);
    user("looks.on", "STAKEHOLDER", true);
    server.post(
        "/api/teams",
        "{\"name\":\"shy\",\"visibility\":\"PRIVATE\",\"members\":[{\"user\":{\"id\":1}}]}");
    String shy = "\"teams\":[{\"id\":1}]";
    policy("hidden", 1, shy);
    policy("open", 3, "\"teams\":[]");
    source("of the team", 2, shy);
    source("of all", 2, "\"teams\":[]");
    server.alerts.store(1, "PENDING", "of the team", ApiServer.NOW);
    server.alerts.store(2, "PENDING", "of all, with the team's policy", ApiServer.NOW);
    server.alerts.store(3, "PENDING", "of all, with a policy of a stakeholder", ApiServer.NOW);
    server.alerts.execute("update alerts set source_id = 2 where id > 1");
    server.alerts.execute("update alerts set policy_id = 2 where id = 3");

    assertThat(suggested("member", 1))
        .containsExactly("SUGGESTED 1", "USER 2", "ESCALATION_POLICY 1", "ESCALATION_POLICY 2");
    assertThat(suggested("other", 2)).containsExactly("USER 1", "USER 2", "ESCALATION_POLICY 2");
    assertThat(suggested("other", 3)).containsExactly("USER 1", "USER 2", "ESCALATION_POLICY 2");
    assertThat(asked("other", 1).status()).isEqualTo(404);
    assertThat(asked("other", 1).message().replace("1", "7"))
        .as("as if it were not there")
        .isEqualTo(asked("other", 7).message());
    assertThat(asked("looks.on", 2).status()).isEqualTo(403);
  }

  private List<String> suggested(String username, long alert) {
    List<String> shown = new ArrayList<>();
    for (JsonNode r : asked(username, alert).json()) {
      shown.add(r.path("group").asText() + " " + r.path("id").asLong());
    }
    return shown;
  }

  private ApiServer.Reply asked(String username, long alert) {
    long user = server.get("/api/users/" + username).json().path("id").asLong();
    String token =
        server
            .post(
                "/api/tokens",
                "{\"name\":\"t\",\"scopes\":[\"READ\"],\"user\":{\"id\":" + user + "}}")
            .json()
            .path("token")
            .asText();
    return server.send(
        server
            .bare("/api/alerts/" + alert + "/suggested-responders")
            .header("Authorization", "Bearer " + token));
  }

  private void policy(String name, long user, String teams) {
    server.post(
        "/api/escalation-policies",
        "{\"name\":\""
            + name
            + "\",\"escalationRules\":[{\"users\":[{\"id\":"
            + user
            + "}],\"escalationTimeout\":5}],"
            + teams
            + "}");
  }

  private void source(String name, long policy, String teams) {
    server.post(
        "/api/alert-sources",
        "{\"name\":\""
            + name
            + "\",\"integrationType\":\"API\",\"escalationPolicy\":{\"id\":"
            + policy
            + "},"
            + teams
            + "}");
  }

  private void user(String username, String role, boolean reachable) {
    server.post("/api/users", "{\"username\":\"" + username + "\",\"role\":\"" + role + "\"}");
    if (reachable) {
      server.post(
          "/api/users/" + username + "/contacts/emails",
          "{\"target\":\"" + username + "@example.org\"}");
    }
  }
}
