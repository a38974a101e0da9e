package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.api.ApiServer.Reply;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Conditions of alert sources, escalation rules and alert actions over the API. */
class ConditionsTest {

  private static final String SOURCES = "/api/alert-sources";
  private static final String POLICIES = "/api/escalation-policies";
  private static final String ACTIONS = "/api/alert-actions";
  private static final String HOURS = "/api/support-hours";

  private Database database;
  private ApiServer server;

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    made("/api/users", Map.of("username", "ann", "role", "USER"));
    made(POLICIES, policy("ops", "true"));
    made(SOURCES, source("first", Map.of()));
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  private static Map<String, Object> policy(String name, String condition) {
    return Json.object(
        "name",
        name,
        "escalationRules",
        List.of(
            Json.object("users", List.of(Map.of("id", 1)), "escalationTimeout", 5),
            Json.object(
                "users",
                List.of(Map.of("id", 1)),
                "escalationTimeout",
                5,
                "condition",
                condition)));
  }

  private static Map<String, Object> source(String name, Map<String, Object> further) {
    Map<String, Object> source =
        Json.object("name", name, "integrationType", "API", "escalationPolicy", Map.of("id", 1));
    source.putAll(further);
    return source;
  }

  private static Map<String, Object> action(String name, String conditions) {
    return Json.object(
        "name",
        name,
        "alertSources",
        List.of(Map.of("id", 1)),
        "connectorType",
        "log",
        "triggerTypes",
        List.of("alert-created"),
        "conditions",
        conditions);
  }

  private static Map<String, Object> hours(String name, Object teams) {
    return Json.object(
        "name",
        name,
        "timezone",
        "UTC",
        "teams",
        teams,
        "supportDays",
        Map.of("MONDAY", Map.of("start", "09:00", "end", "17:00")));
  }

  private Reply post(String path, Object json) {
    return server.post(path, Body.tree(json).toString());
  }

  private Reply put(String path, Object json) {
    return server.put(path, Body.tree(json).toString());
  }

  private Reply made(String path, Object json) {
    Reply reply = post(path, json);
    assertThat(reply.status()).as(path + " " + reply.text()).isEqualTo(201);
    return reply;
  }

  private static void isRefused(Reply reply, String message) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.message()).startsWith(message);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_mistake_names_the_field_the_line_and_the_character(Dialect dialect) throws Exception {
    start(dialect);
    String wrong = "true and\n event.summary = 'x'";
    String there = " is no condition: line 2, column 16: = is no operator; == compares";

    for (String field :
        List.of(
            "eventFilter",
            "eventTypeFilterCreate",
            "eventTypeFilterAccept",
            "eventTypeFilterResolve")) {
      isRefused(post(SOURCES, source("x", Map.of(field, wrong))), field + there);
      isRefused(put(SOURCES + "/1", source("first", Map.of(field, wrong))), field + there);
    }
    String alert = wrong.replace("event", "alert");
    isRefused(post(POLICIES, policy("x", alert)), "escalationRules[1].condition" + there);
    isRefused(put(POLICIES + "/1", policy("ops", alert)), "escalationRules[1].condition" + there);
    isRefused(post(ACTIONS, action("x", alert)), "conditions" + there);
    assertThat(server.get(SOURCES + "?include=eventFilter").text()).doesNotContain("summary =");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void in_a_document_the_mistake_has_its_path(Dialect dialect) throws Exception {
    start(dialect);

    Reply reply =
        server.send(
            server
                .bare("/api/config/apply")
                .header("Authorization", "Bearer " + ApiServer.TOKEN)
                .header("Content-Type", "application/yaml")
                .POST(
                    BodyPublishers.ofString(
                        """
                        escalationPolicies:
                          - name: new
                            escalationRules:
                              - {users: [ann], escalationTimeout: 5, condition: "alert.a ="}
                        alertSources:
                          - {name: other, integrationType: API, escalationPolicy: ops, eventFilter: "("}
                        """)));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text())
        .contains("escalationPolicies[0].escalationRules[0].condition")
        .contains("line 1, column 9: = is no operator; == compares")
        .contains("alertSources[0].eventFilter")
        .contains("line 1, column 2: expected a field such as event.summary");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_condition_comes_back_as_it_was_sent(Dialect dialect) throws Exception {
    start(dialect);
    String condition = " alert.severity  == 'CRITICAL'\n and alert.ageMin >= 30 ";

    Reply policy = put(POLICIES + "/1", policy("ops", condition));

    assertThat(policy.status()).as(policy.text()).isEqualTo(200);
    assertThat(policy.json().at("/escalationRules/1/condition").asText()).isEqualTo(condition);
    assertThat(policy.json().at("/escalationRules/0/condition").isNull()).isTrue();
    assertThat(server.get("/api/config/export").text()).contains("alert.ageMin >= 30");
    assertThat(put(POLICIES + "/1", policy.json()).json()).isEqualTo(policy.json());
    assertThat(put(POLICIES + "/1", policy("ops", " ")).json().at("/escalationRules/1/condition"))
        .isEqualTo(Body.tree(null));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void support_hours_must_be_there_and_stay_while_they_are_named(Dialect dialect) throws Exception {
    start(dialect);
    String named = "now is_in support_hours('Office')";
    String missing = "names support hours that there are not: \"Office\"";
    isRefused(post(SOURCES, source("x", Map.of("eventFilter", named))), "eventFilter " + missing);
    isRefused(post(POLICIES, policy("x", named)), "escalationRules[1].condition " + missing);
    isRefused(post(ACTIONS, action("x", named)), "conditions " + missing);
    isRefused(
        post(SOURCES, source("x", Map.of("eventFilter", "now is_in {\"id\": 1}"))),
        "eventFilter names support hours that there are not: those with id 1");
    made(HOURS, hours("Office", List.of()));

    made(SOURCES, source("x", Map.of("eventTypeFilterAccept", named)));
    isInUse("the eventTypeFilterAccept of alert source \"x\" (id 2)", true);
    put(SOURCES + "/2", source("x", Map.of("eventTypeFilterAccept", "now is_in {\"id\": 1}")));
    isInUse("the eventTypeFilterAccept of alert source \"x\" (id 2)", false);
    assertThat(server.delete(SOURCES + "/2").status()).isEqualTo(204);
    made(POLICIES, policy("x", "alert.a == 1 or in_support_hours('Office')"));
    isInUse("a condition of escalation policy \"x\"", true);
    assertThat(server.delete(POLICIES + "/2").status()).isEqualTo(204);
    String action = made(ACTIONS, action("x", named)).json().path("id").asText();
    isInUse("the conditions of alert action \"x\"", true);
    assertThat(server.delete(ACTIONS + "/" + action).status()).isEqualTo(204);

    assertThat(put(HOURS + "/1", hours("Later", List.of())).status()).isEqualTo(200);
    assertThat(server.delete(HOURS + "/1").status()).isEqualTo(204);
  }

  private void isInUse(String by, boolean byName) {
    Reply deleted = server.delete(HOURS + "/1");
    assertThat(deleted.status()).isEqualTo(409);
    assertThat(deleted.message()).contains("are named by " + by);
    if (byName) {
      assertThat(put(HOURS + "/1", hours("Later", List.of())).status()).isEqualTo(409);
    }
    assertThat(put(HOURS + "/1", hours("Office", List.of())).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void support_hours_of_a_private_team_are_as_if_they_were_not_there(Dialect dialect)
      throws Exception {
    start(dialect);
    made(
        "/api/teams",
        Json.object(
            "name",
            "x",
            "visibility",
            "PRIVATE",
            "members",
            List.of(Map.of("user", Map.of("id", 1)))));
    made("/api/users", Map.of("username", "bob", "role", "USER"));
    made(HOURS, hours("SECRET", List.of(Map.of("id", 1))));
    made(HOURS, hours("Open", List.of()));
    String outsider = token(2);
    String named = "in_support_hours('SECRET')";

    for (String path : List.of(SOURCES, POLICIES, ACTIONS)) {
      Object body =
          path.equals(SOURCES)
              ? source("b", Map.of("eventFilter", named))
              : path.equals(POLICIES) ? policy("b", named) : action("b", named);
      Reply reply = call(outsider, "POST", path, body);
      assertThat(reply.status()).as(path + reply.text()).isEqualTo(400);
      assertThat(reply.message()).contains("names support hours that there are not");
    }
    Map<String, Object> mine = source("b", Map.of("eventFilter", named));
    mine.put("teams", List.of(Map.of("id", 1)));
    made(SOURCES, mine);
    Map<String, Object> both =
        source("c", Map.of("eventFilter", named + " or in_support_hours('Open')"));
    both.put("teams", List.of(Map.of("id", 1)));
    made(SOURCES, both);

    Reply deleted = call(outsider, "DELETE", HOURS + "/2", null);
    assertThat(deleted.status()).isEqualTo(409);
    assertThat(deleted.message()).contains("a condition of a private team").doesNotContain("\"c\"");
    // What was there before may stay, and go on naming what it names.
    made(SOURCES, source("d", Map.of("eventFilter", named)));
    for (String filter : Set.of(named, named + " or true")) {
      Reply kept =
          call(outsider, "PUT", SOURCES + "/4", source("d", Map.of("eventFilter", filter)));
      assertThat(kept.status()).as(kept.text()).isEqualTo(200);
    }
  }

  private String token(long userId) {
    return made(
            "/api/tokens",
            Json.object("name", "t", "user", Map.of("id", userId), "scopes", List.of("ADMIN")))
        .json()
        .path("token")
        .asText();
  }

  private Reply call(String token, String method, String path, Object json) {
    return server.send(
        server
            .bare(path)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                json == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(Body.tree(json).toString())));
  }
}
