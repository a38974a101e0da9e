package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.sql.Timestamp;
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
    server.alerts.execute(
        "insert into alert_responders (alert_id, user_id, level, assigned_at) values (1, 1, 1, ?)",
        Timestamp.from(ApiServer.NOW));

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

  private void user(String username, String role, boolean reachable) {
    server.post("/api/users", "{\"username\":\"" + username + "\",\"role\":\"" + role + "\"}");
    if (reachable) {
      server.post(
          "/api/users/" + username + "/contacts/emails",
          "{\"target\":\"" + username + "@example.org\"}");
    }
  }
}
