package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What belongs to a private team is hidden from everybody else, whatever they call. Every text of
 * the private team holds the word SECRET, and every operation of docs/permissions.md is called.
 */
class TeamSecrecyTest {

  private static final String SECRET = "SECRET";
  private static final Pattern LINE =
      Pattern.compile("(?m)^\\| ([a-z-]+) \\| `([A-Z]+) ([^`]+)` \\|.*$");

  private record Operation(String id, String method, String path) {}

  private Database database;
  private ApiServer server;
  private String member;
  private String otherUser;
  private String otherResponder;

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    member = token(user("ann", "RESPONDER"));
    otherUser = token(user("bob", "USER"));
    otherResponder = token(user("cat", "RESPONDER"));
    made(
        "/api/teams",
        "{\"name\":\"SECRET\",\"visibility\":\"PRIVATE\",\"members\":[{\"user\":{\"id\":1},\"role\":\"USER\"}]}");
    made(
        "/api/teams", "{\"name\":\"open\",\"members\":[{\"user\":{\"id\":3},\"role\":\"ADMIN\"}]}");
    made("/api/escalation-policies", policy("SECRET", "{\"id\":1}"));
    made("/api/escalation-policies", policy("open", ""));
    made("/api/alert-sources", source("SECRET", 2, "{\"id\":1}"));
    made("/api/alert-sources", source("open", 1, "{\"id\":2}"));
    alert(1, "SECRET");
    alert(2, "open");
    server.alerts.execute("update alerts set source_id = 2 where id = 2");
    server.alerts.execute(
        "insert into timeline (alert_id, at, type, text) values (1, now(), 'CommentLogEntry', 'SECRET')");
    server.alerts.execute(
        "insert into alert_members (alert_id, alert_key, status, summary, opened_at, last_event_at, event_count)"
            + " values (1, 'SECRET', 'OPEN', 's', now(), now(), 1)");
    server.alerts.execute(
        "insert into notifications (id, alert_id, user_id, connector, purpose, urgency, state, created_at,"
            + " first_due_at, attempts, relayed, last_error)"
            + " values ('0192f0c1-0000-7000-8000-000000000001', 1, 1, 'log', 'ALERT', 0, 'FAILED', now(), now(), 1,"
            + " false, 'SECRET')");
    server.alerts.execute(
        "insert into events (id, source_id, position, format, received_at, node, method, body, alert_id)"
            + " values ('019ab123-0000-7000-8000-000000000001', 1, 0, 'GENERIC', ?, 'n', 'POST', ?, 1)",
        Timestamp.from(ApiServer.NOW),
        SECRET.getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void nothing_that_can_be_looked_at_shows_it(Dialect dialect) throws Exception {
    start(dialect);
    Set<String> shownToMember = new TreeSet<>();
    for (Operation operation : operations()) {
      if (operation.method().equals("GET")) {
        for (String id : List.of("1", "2")) {
          String path = path(operation, id) + "?include=escalationRules&include=nextEscalationUser";
          if (call(member, "GET", path).text().contains(SECRET)) {
            shownToMember.add(operation.id());
          }
          for (String other : List.of(otherUser, otherResponder)) {
            Reply reply = call(other, "GET", path);
            assertThat(reply.status()).as(path).isLessThan(500);
            assertThat(reply.text()).as(path).doesNotContain(SECRET);
          }
        }
      }
    }

    assertThat(shownToMember)
        .as("the member sees it, so that there is something to hide")
        .contains(
            "list-teams",
            "find-team",
            "find-team-by-name",
            "list-alert-sources",
            "find-alert-source",
            "find-alert-source-by-name",
            "list-source-events",
            "list-escalation-policies",
            "find-escalation-policy",
            "find-escalation-policy-by-name",
            "list-alerts",
            "find-alert",
            "list-log-entries",
            "list-alert-events",
            "list-alert-members",
            "list-alert-notifications");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void nobody_else_can_do_anything_with_it_and_all_is_as_if_it_were_not_there(Dialect dialect)
      throws Exception {
    start(dialect);
    List<String> paths =
        List.of("/api/alerts/1", "/api/alert-sources/1", "/api/escalation-policies/1");
    List<JsonNode> before = paths.stream().map(path -> server.get(path).json()).toList();
    int tried = 0;
    for (Operation operation : operations()) {
      boolean isOfTeam =
          operation
              .path()
              .matches("/api/(alerts|alert-sources|escalation-policies|teams)/\\{id}.*");
      if (isOfTeam) {
        for (String other : List.of(otherUser, otherResponder)) {
          Reply hidden = call(other, operation.method(), path(operation, "1"));
          Reply missing = call(other, operation.method(), path(operation, "77"));
          assertThat(hidden.status()).as(operation.id() + hidden.text()).isIn(403, 404);
          assertThat(hidden.status()).as(operation.id()).isEqualTo(missing.status());
          assertThat(hidden.message().replace(" 1", " 77"))
              .as(operation.id())
              .isEqualTo(missing.message());
        }
        tried++;
      }
    }

    assertThat(tried).isGreaterThan(20);
    assertThat(server.alerts.asked).as("actions on alerts").isEmpty();
    assertThat(paths.stream().map(path -> server.get(path).json()).toList()).isEqualTo(before);
    assertThat(server.get("/api/teams/1").json().path("members")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void no_filter_finds_or_counts_it(Dialect dialect) throws Exception {
    start(dialect);

    for (String filter :
        List.of(
            "",
            "state=PENDING",
            "state=PENDING&state=ACCEPTED",
            "alert-source=1&alert-source=2",
            "q=e",
            "from=2020-01-01T00:00:00Z",
            "priority=HIGH&severity=WARN")) {
      assertThat(count(member, filter)).as(filter).isEqualTo(2);
      for (String other : List.of(otherUser, otherResponder)) {
        assertThat(count(other, filter)).as(filter).isEqualTo(1);
      }
    }
    for (String filter : List.of("alert-source=1", "team=1", "q=SECRET", "team=1&team=77")) {
      assertThat(count(member, filter)).as(filter).isEqualTo(1);
      assertThat(count(otherUser, filter)).as(filter).isZero();
    }
    assertThat(call(otherUser, "GET", "/api/alerts?start-index=1").json()).isEmpty();
    assertThat(call(otherUser, "GET", "/api/alert-sources?max-results=1").text())
        .contains("\"open\"");
    assertThat(call(otherUser, "GET", "/api/escalation-policies?start-index=1").json()).isEmpty();
    assertThat(call(otherUser, "GET", "/api/teams?max-results=1").text()).contains("\"open\"");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void it_can_neither_be_referred_to_nor_read_off_what_refers_to_it(Dialect dialect)
      throws Exception {
    start(dialect);

    Reply policyOfNew = call(otherUser, "POST", "/api/alert-sources", source("x", 1, ""));
    Reply unknown = call(otherUser, "POST", "/api/alert-sources", source("x", 77, ""));
    Reply team = call(otherUser, "POST", "/api/escalation-policies", policy("x", "{\"id\":1}"));
    Reply assigned = call(otherUser, "PUT", "/api/alerts/2/assign?policy-id=1");
    Reply used = call(otherUser, "DELETE", "/api/escalation-policies/2");
    JsonNode alert = call(otherUser, "GET", "/api/alerts/2?include=escalationRules").json();

    assertThat(policyOfNew.status()).isEqualTo(400);
    assertThat(policyOfNew.message().replace("id 1", "id 77")).isEqualTo(unknown.message());
    assertThat(team.status()).isEqualTo(400);
    assertThat(team.message()).isEqualTo("teams[0].id is not the id of a team");
    assertThat(assigned.status()).isEqualTo(400);
    assertThat(used.status()).isEqualTo(409);
    assertThat(used.text()).doesNotContain(SECRET);
    assertThat(alert.at("/escalationPolicy/id").asLong()).isEqualTo(1);
    assertThat(alert.at("/escalationPolicy/name").isNull()).isTrue();
    assertThat(alert.at("/escalationRules")).isEmpty();
    assertThat(server.alerts.asked).isEmpty();
    Reply kept = call(otherUser, "PUT", "/api/alert-sources/2", source("renamed", 1, "{\"id\":2}"));
    assertThat(kept.status()).as("its policy stays: " + kept.text()).isEqualTo(200);
    assertThat(kept.text()).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void one_public_team_shows_it_to_all_and_hides_only_the_private_ones(Dialect dialect)
      throws Exception {
    start(dialect);
    server.put("/api/alert-sources/1", source("both", 2, "{\"id\":1},{\"id\":2}"));

    JsonNode seen = call(otherUser, "GET", "/api/alert-sources/1").json();
    Reply changed =
        call(otherUser, "PUT", "/api/alert-sources/1", source("both!", 2, "{\"id\":2}"));
    Reply deleted = call(otherResponder, "DELETE", "/api/alert-sources/1");

    assertThat(seen.path("teams").toString()).isEqualTo("[{\"id\":2,\"name\":\"open\"}]");
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(server.get("/api/alert-sources/1").json().path("teams"))
        .as("what cannot be seen cannot be taken away")
        .hasSize(2);
    assertThat(call(otherUser, "GET", "/api/alerts/1").status()).isEqualTo(200);
    assertThat(count(otherUser, "")).isEqualTo(2);
    assertThat(count(otherUser, "team=1")).isZero();
    assertThat(deleted.status()).isEqualTo(403);
    assertThat(deleted.text()).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void the_alerts_of_a_source_that_was_deleted_stay_hidden(Dialect dialect) throws Exception {
    start(dialect);
    server.alerts.execute("update alerts set status = 'RESOLVED'");
    assertThat(server.delete("/api/alert-sources/1").status()).isEqualTo(204);
    assertThat(server.delete("/api/alert-sources/2").status()).isEqualTo(204);

    assertThat(count(otherUser, "")).isEqualTo(1);
    assertThat(call(otherUser, "GET", "/api/alerts").text()).doesNotContain(SECRET);
    assertThat(call(otherUser, "GET", "/api/alerts/1").status()).isEqualTo(404);
    assertThat(call(otherUser, "GET", "/api/alerts/2").status()).isEqualTo(200);
    assertThat(count(member, "")).isEqualTo(2);
    assertThat(call(member, "GET", "/api/alerts/1").status()).isEqualTo(200);
    assertThat(server.delete("/api/escalation-policies/1").status()).isEqualTo(204);
    assertThat(server.delete("/api/teams/1").status()).isEqualTo(204);
    assertThat(call(otherUser, "GET", "/api/alerts/1").status()).isEqualTo(404);
    assertThat(server.get("/api/alerts/1").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void who_leaves_the_team_sees_it_no_more_at_once(Dialect dialect) throws Exception {
    start(dialect);
    assertThat(call(member, "GET", "/api/alerts/1").status()).isEqualTo(200);
    assertThat(call(member, "PUT", "/api/alerts/1/accept").status()).isEqualTo(200);

    server.put("/api/teams/1", "{\"name\":\"SECRET\",\"visibility\":\"PRIVATE\"}");

    assertThat(call(member, "GET", "/api/alerts/1").status()).isEqualTo(404);
    assertThat(call(member, "PUT", "/api/alerts/1/resolve").status()).isEqualTo(404);
    assertThat(server.alerts.asked).containsExactly("accept 1 by ann (API)");
  }

  private int count(String token, String filter) {
    int listed = call(token, "GET", "/api/alerts?" + filter).json().size();
    int counted = call(token, "GET", "/api/alerts/count?" + filter).json().path("count").asInt();
    assertThat(listed).as(filter).isEqualTo(counted);
    return counted;
  }

  private static List<Operation> operations() throws IOException {
    List<Operation> operations = new ArrayList<>();
    Matcher line = LINE.matcher(Files.readString(Path.of("docs/permissions.md")));
    while (line.find()) {
      operations.add(new Operation(line.group(1), line.group(2), line.group(3)));
    }
    return operations;
  }

  private static String path(Operation operation, String id) {
    return operation
        .path()
        .replace("{id}", id)
        .replace("{name}", SECRET)
        .replace("{kind}", operation.path().contains("contacts") ? "emails" : "alerts")
        .replace("{notificationId}", "0192f0c1-0000-7000-8000-000000000001")
        .replaceAll("\\{[a-zA-Z]+}", "1");
  }

  private void alert(long id, String summary) {
    server.alerts.store(id, "PENDING", summary, ApiServer.NOW);
  }

  private JsonNode made(String path, String json) {
    Reply reply = server.post(path, json);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json();
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

  private long user(String username, String role) {
    return made("/api/users", "{\"username\":\"" + username + "\",\"role\":\"" + role + "\"}")
        .path("id")
        .asLong();
  }

  private String token(long userId) {
    return made(
            "/api/tokens",
            "{\"name\":\"t\",\"user\":{\"id\":" + userId + "},\"scopes\":[\"ADMIN\"]}")
        .path("token")
        .asText();
  }

  private Reply call(String token, String method, String path) {
    return call(token, method, path, method.equals("GET") ? "" : "{}");
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
}
