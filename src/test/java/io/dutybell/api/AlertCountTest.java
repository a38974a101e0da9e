package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is counted is what is listed, whoever asks, whichever way it is counted. */
class AlertCountTest {

  private static final List<String> STATES = List.of("PENDING", "ACCEPTED", "RESOLVED");

  private Database database;
  private ApiServer server;

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_count_is_the_length_of_the_list(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    server.post("/api/users", "{\"username\":\"ann\",\"role\":\"RESPONDER\"}");
    server.post("/api/users", "{\"username\":\"bob\",\"role\":\"RESPONDER\"}");
    team("ours", "{\"user\":{\"id\":1}}");
    team("theirs", "{\"user\":{\"id\":2}}");
    server.post(
        "/api/escalation-policies",
        "{\"name\":\"ops\",\"escalationRules\":[{\"users\":[{\"id\":1}],\"escalationTimeout\":5}]}");
    source("open", "");
    source("ours", "{\"id\":1}");
    source("theirs", "{\"id\":2}");
    for (int id = 1; id <= 90; id++) {
      server.alerts.store(id, STATES.get(id % 5 % 3), "alert " + id, ApiServer.NOW.plusSeconds(id));
      server.alerts.execute("update alerts set source_id = ? where id = ?", 1 + id % 3, id);
      server.alerts.assign(id, 1 + id % 2);
      if (id % 7 == 0) {
        server.alerts.assign(id, 2 - id % 2);
      }
    }
    List<String> callers = List.of(ApiServer.TOKEN, token(1), token(2));

    List<Integer> counts = new ArrayList<>();
    for (String users : List.of("", "&assigned-to=1", "&assigned-to=1&assigned-to=bob")) {
      for (String states : List.of("", "&state=RESOLVED", "&state=PENDING&state=RESOLVED")) {
        for (String rest :
            List.of(
                "",
                "&team=1",
                "&alert-source=3",
                "&priority=HIGH",
                "&policy=1&severity=WARN&q=ALERT",
                "&q=7",
                "&from=" + ApiServer.NOW.plusSeconds(40))) {
          for (String caller : callers) {
            String query = "?max-results=100" + users + states + rest;
            int count = asked(caller, "/api/alerts/count" + query).json().path("count").asInt(-1);
            assertThat(count)
                .as(query)
                .isEqualTo(asked(caller, "/api/alerts" + query).json().size());
            counts.add(count);
          }
        }
      }
    }
    assertThat(counts).as("alerts for everybody").contains(90, 60);
    assertThat(counts.stream().filter(count -> count > 0).distinct().count()).isGreaterThan(10);
  }

  private void team(String name, String members) {
    server.post(
        "/api/teams",
        "{\"name\":\"" + name + "\",\"visibility\":\"PRIVATE\",\"members\":[" + members + "]}");
  }

  private void source(String name, String teams) {
    server.post(
        "/api/alert-sources",
        "{\"name\":\""
            + name
            + "\",\"integrationType\":\"API\",\"escalationPolicy\":{\"id\":1},\"teams\":["
            + teams
            + "]}");
  }

  private String token(long user) {
    return server
        .post(
            "/api/tokens", "{\"name\":\"t\",\"scopes\":[\"READ\"],\"user\":{\"id\":" + user + "}}")
        .json()
        .path("token")
        .asText();
  }

  private ApiServer.Reply asked(String token, String path) {
    return server.send(server.bare(path).header("Authorization", "Bearer " + token));
  }
}
