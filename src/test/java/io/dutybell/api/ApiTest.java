package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.alert.ActionResult;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.security.ActionLink.Action;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The API as callers see it, on both databases. */
class ApiTest {

  private Database database;
  private ApiServer server;

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_rule_with_one_target_has_it_in_both_forms_and_either_may_be_changed(Dialect dialect)
      throws Exception {
    start(dialect);
    for (String name : List.of("ann", "bob")) {
      server.post("/api/users", "{\"username\":\"" + name + "\"}");
    }
    server.post("/api/schedules", "{\"name\":\"s\",\"type\":\"STATIC\"}");
    String policy = "{\"name\":\"ops\",\"escalationRules\":[{%s,\"escalationTimeout\":5}]}";
    String path = "/api/escalation-policies/1";

    JsonNode made =
        server.post("/api/escalation-policies", policy.formatted("\"user\":{\"id\":1}")).json();
    JsonNode back = server.put(path, made.toString()).json();
    JsonNode one =
        server
            .put(path, policy.formatted("\"users\":[{\"id\":1}],\"user\":{\"id\":2}"))
            .json()
            .at("/escalationRules/0");
    JsonNode many =
        server
            .put(path, policy.formatted("\"users\":[{\"id\":1}],\"user\":{\"id\":2}"))
            .json()
            .at("/escalationRules/0");
    JsonNode schedule =
        server
            .put(path, policy.formatted("\"schedule\":{\"id\":1}"))
            .json()
            .at("/escalationRules/0");
    JsonNode both =
        server
            .put(path, policy.formatted("\"schedules\":[{\"id\":1}],\"user\":{\"id\":2}"))
            .json()
            .at("/escalationRules/0");

    assertThat(back).isEqualTo(made);
    assertThat(made.at("/escalationRules/0/user")).isEqualTo(made.at("/escalationRules/0/users/0"));
    assertThat(made.at("/escalationRules/0/users")).hasSize(1);
    assertThat(made.at("/escalationRules/0/schedule").isNull()).isTrue();
    assertThat(one.at("/user/id").asLong()).as("user was changed").isEqualTo(2);
    assertThat(one.path("users")).hasSize(1);
    assertThat(many.at("/user/id").asLong()).as("users was changed").isEqualTo(1);
    assertThat(schedule.at("/schedule/name").asText()).isEqualTo("s");
    assertThat(schedule.path("user").isNull()).isTrue();
    assertThat(both.path("user").isNull() && both.path("schedule").isNull()).isTrue();
    assertThat(both.path("users").size() + both.path("schedules").size()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_team_is_set_up_from_nothing(Dialect dialect) throws Exception {
    start(dialect);

    Reply user =
        server.post(
            "/api/users?send-no-invitation=true",
            "{\"email\":\"Bob@example.org\",\"firstName\":\"Bob\",\"lastName\":\"Li\",\"unknown\":[1]}");
    assertThat(user.status()).isEqualTo(201);
    assertThat(user.json().path("username").asText()).isEqualTo("bob");
    assertThat(server.get("/api/users/bob").json()).isEqualTo(user.json());
    assertThat(server.get("/api/users/1").json()).isEqualTo(user.json());
    assertThat(server.post("/api/users/search-email", "{\"email\":\"bob@EXAMPLE.org\"}").json())
        .isEqualTo(user.json());
    assertThat(server.get("/api/users/current").status()).isEqualTo(404);
    assertThat(server.get("/api/users/current").message()).contains("no user");

    Reply contact = server.post("/api/users/1/contacts/emails", "{\"target\":\"bob@example.org\"}");
    assertThat(contact.status()).isEqualTo(201);
    assertThat(contact.json().path("status").asText()).isEqualTo("OK");
    Reply channel =
        server.post(
            "/api/users/bob/contacts/channels",
            "{\"connector\":{\"id\":\"webhook\"},\"params\":{\"url\":\"https://hook.example/x\"}}");
    assertThat(channel.json().path("params").path("url").asText())
        .isEqualTo("https://hook.example/***");
    Reply preference =
        server.post(
            "/api/users/1/notification-preferences/alerts",
            "{\"method\":\"EMAIL\",\"contact\":{\"id\":1},\"delayMin\":5,\"type\":\"HIGH_PRIORITY\"}");
    assertThat(preference.status()).as(preference.text()).isEqualTo(201);
    assertThat(server.get("/api/users/1/notification-preferences/alerts").json())
        .containsExactly(preference.json());
    assertThat(server.get("/api/users/1/notification-preferences/updates").json()).isEmpty();

    Reply policy =
        server.post(
            "/api/escalation-policies",
            "{\"name\":\"ops & night\",\"escalationRules\":[{\"user\":{\"id\":1},\"escalationTimeout\":15}],"
                + "\"repeating\":true,\"frequency\":3,\"delayMin\":2,\"routingKey\":\"ops\"}");
    assertThat(policy.status()).as(policy.text()).isEqualTo(201);
    assertThat(policy.json().at("/escalationRules/0/users/0/name").asText()).isEqualTo("Bob Li");
    assertThat(server.get("/api/escalation-policies/name/ops%20%26%20night").json())
        .isEqualTo(policy.json());

    Reply source =
        server.post(
            "/api/alert-sources",
            "{\"name\":\"prod\",\"integrationType\":\"ALIBABACLOUD\",\"escalationPolicy\":{\"id\":1},"
                + "\"alertCreation\":\"ONE_ALERT_GROUPED_PER_WINDOW\",\"alertGroupingWindow\":\"PT15M\","
                + "\"autoResolutionTimeout\":\"PT4H\",\"ipAllowList\":[\"203.0.113.0/24\"],\"rateLimit\":600,"
                + "\"noData\":\"ALERT\",\"acceptTimeout\":\"PT30M\",\"linkTemplates\":[],\"summaryTemplate\":null}");
    assertThat(source.status()).as(source.text()).isEqualTo(201);
    String key = source.json().path("integrationKey").asText();
    assertThat(source.json().path("integrationUrl").asText())
        .isEqualTo("https://bell.example.org/api/v1/events/alibaba-cloud/" + key);
    assertThat(source.json().path("status").asText()).isEqualTo("ALL_RESOLVED");
    assertThat(source.json().path("alertGroupingWindow").asText()).isEqualTo("PT15M");
    Reply rotated = server.post("/api/alert-sources/1/rotate-key?overlap=PT1H", "");
    assertThat(rotated.json().path("integrationKey").asText()).isNotEqualTo(key);

    assertThat(server.delete("/api/users/1").status()).isEqualTo(409);
    assertThat(server.delete("/api/users/1").message()).contains("ops & night");
    assertThat(server.delete("/api/escalation-policies/1").message()).contains("prod");
    assertThat(server.delete("/api/users/1/contacts/emails/1").status()).isEqualTo(409);
    assertThat(server.delete("/api/alert-sources/1").status()).isEqualTo(204);
    assertThat(server.delete("/api/escalation-policies/1").status()).isEqualTo(204);
    assertThat(server.delete("/api/users/1").status()).isEqualTo(204);
    assertThat(server.get("/api/users").json()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_replaced_resource_is_as_it_was_sent(Dialect dialect) throws Exception {
    start(dialect);
    setUp();

    Reply user =
        server.put(
            "/api/users/bob",
            "{\"firstName\":\"Robert\",\"role\":\"ADMIN\",\"teams\":[{\"id\":7}],\"x\":7}");
    Reply policy =
        server.put(
            "/api/escalation-policies/1",
            "{\"name\":\"ops\",\"escalationRules\":[{\"users\":[{\"id\":1}],\"escalationTimeout\":1440}],\"frequency\":0}");
    Reply source =
        server.put(
            "/api/alert-sources/1",
            "{\"name\":\"prod\",\"active\":false,\"escalationPolicy\":{\"id\":1},\"alertPriorityRule\":\"LOW\"}");
    Reply contact = server.put("/api/users/1/contacts/emails/1", "{\"target\":\"b@example.com\"}");

    assertThat(user.json().path("firstName").asText()).isEqualTo("Robert");
    assertThat(user.json().path("username").asText()).isEqualTo("bob");
    assertThat(server.get("/api/users/1").json()).isEqualTo(user.json());
    assertThat(policy.json().at("/escalationRules/0/escalationTimeout").asInt()).isEqualTo(1440);
    assertThat(source.json().path("status").asText()).isEqualTo("DISABLED");
    assertThat(source.json().path("alertPriorityRule").asText()).isEqualTo("LOW");
    assertThat(server.get("/api/alert-sources/name/prod").json()).isEqualTo(source.json());
    assertThat(contact.json().path("target").asText()).isEqualTo("b@example.com");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_source_is_neither_switched_off_nor_on_by_what_is_left_out(Dialect dialect)
      throws Exception {
    start(dialect);
    setUp();
    String source = "{\"name\":\"prod\",\"escalationPolicy\":{\"id\":1}%s}";

    Reply on = server.put("/api/alert-sources/1", source.formatted(""));
    server.put("/api/alert-sources/1", source.formatted(",\"active\":false"));
    Reply off = server.put("/api/alert-sources/1", source.formatted(""));
    Reply empty = server.put("/api/alert-sources/1", source.formatted(",\"active\":null"));
    Reply again = server.put("/api/alert-sources/1", source.formatted(",\"active\":true"));

    assertThat(on.json().path("active").asBoolean()).isTrue();
    assertThat(off.json().path("active").asBoolean()).isFalse();
    assertThat(empty.json().path("active").asBoolean()).isFalse();
    assertThat(again.json().path("active").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void alerts_are_listed_filtered_and_counted(Dialect dialect) throws Exception {
    start(dialect);
    setUp();
    server.alerts.store(1, "RESOLVED", "disk full 100%", ApiServer.NOW.minusSeconds(300));
    server.alerts.store(2, "ACCEPTED", "CPU high", ApiServer.NOW.minusSeconds(200));
    server.alerts.store(3, "PENDING", "<b>Memory</b>", ApiServer.NOW.minusSeconds(100));
    server.alerts.assign(3, 1);

    assertThat(ids("/api/alerts")).containsExactly(3, 2, 1);
    assertThat(ids("/api/alerts?max-results=1&start-index=1")).containsExactly(2);
    assertThat(ids("/api/alerts?state=PENDING&state=ACCEPTED")).containsExactly(3, 2);
    for (String state : List.of("PENDING", "ACCEPTED", "RESOLVED")) {
      assertThat(ids("/api/alerts?state=" + state)).as(state).hasSize(1);
    }
    assertThat(ids("/api/alerts?state=ACCEPTED&state=RESOLVED")).containsExactly(2, 1);
    assertThat(ids("/api/alerts?state=PENDING&state=RESOLVED")).containsExactly(3, 1);
    assertThat(ids("/api/alerts?assigned-to=1")).containsExactly(3);
    assertThat(ids("/api/alerts?assigned-to=7&assigned-to=bob")).containsExactly(3);
    assertThat(server.get("/api/alerts/count?assigned-to=bob").text()).isEqualTo("{\"count\":1}");
    assertThat(
            ids("/api/alerts?alert-source=1&alert-source=2&policy=1&priority=HIGH&severity=WARN"))
        .containsExactly(3, 2, 1);
    assertThat(ids("/api/alerts?alert-source=2")).isEmpty();
    assertThat(ids("/api/alerts?q=cpu")).containsExactly(2);
    assertThat(ids("/api/alerts?q=0%25&state=RESOLVED")).containsExactly(1);
    assertThat(ids("/api/alerts?q=_PU")).isEmpty();
    assertThat(ids("/api/alerts?from=2026-11-22T15:02:00Z&until=2026-11-22T23:04:00%2B08:00"))
        .containsExactly(2);
    assertThat(server.get("/api/alerts/count").json().path("count").asInt()).isEqualTo(3);
    assertThat(server.get("/api/alerts/count?state=PENDING&state=ACCEPTED&q=e").text())
        .isEqualTo("{\"count\":2}");

    JsonNode alert = server.get("/api/alerts/3").json();
    assertThat(alert.path("reportTime").asText()).isEqualTo("2026-11-22T15:04:20.000Z");
    assertThat(alert.path("scalationPolicy")).isEqualTo(alert.path("escalationPolicy"));
    assertThat(alert.at("/escalationPolicy/name").asText()).isEqualTo("ops");
    assertThat(alert.at("/assignedTo/username").asText()).isEqualTo("bob");
    assertThat(alert.at("/links/0/href").asText()).isEqualTo("https://a.example");
    assertThat(alert.at("/customDetails/b").asInt()).isEqualTo(1);
    assertThat(alert.path("members").isArray()).isTrue();
    assertThat(server.get("/api/alert-sources/1").json().path("status").asText())
        .isEqualTo("PENDING");
    assertThat(server.delete("/api/alert-sources/1").message()).contains("open alerts");
    server.alerts.execute("update alerts set status = 'RESOLVED' where id = 3");
    assertThat(server.get("/api/alert-sources/1").json().path("status").asText())
        .isEqualTo("ALL_ACCEPTED");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void an_alert_is_shown_however_deep_and_large_its_details_are(Dialect dialect) throws Exception {
    start(dialect);
    setUp();
    server.alerts.store(1, "PENDING", "a", ApiServer.NOW);
    server.alerts.store(2, "PENDING", "b", ApiServer.NOW);
    server.alerts.execute(
        "update alerts set custom_details = ? where id = 1",
        "{\"deep\":" + "[".repeat(99) + "1" + "]".repeat(99) + "}");
    server.alerts.execute(
        "update alerts set custom_details = ? where id = 2",
        "{\"large\":\"" + "中".repeat(Body.MOST_BYTES) + "\"}");

    assertThat(ids("/api/alerts")).containsExactly(2, 1);
    JsonNode deep = server.get("/api/alerts/1").json().at("/customDetails/deep");
    assertThat(deep.toString()).isEqualTo("[".repeat(99) + "1" + "]".repeat(99));
    assertThat(server.get("/api/alerts/2").json().at("/customDetails/large").asText())
        .hasSize(Body.MOST_BYTES);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void optional_parts_of_an_alert_are_shown_when_they_are_asked_for(Dialect dialect)
      throws Exception {
    start(dialect);
    setUp();
    server.alerts.store(1, "PENDING", "a", ApiServer.NOW);
    server.post("/api/users", "{\"email\":\"eve@example.org\"}");
    server.post("/api/users/eve/contacts/emails", "{\"target\":\"eve@example.org\"}");
    server.put(
        "/api/escalation-policies/1",
        "{\"name\":\"ops\",\"escalationRules\":[{\"users\":[{\"id\":1}],\"escalationTimeout\":5},"
            + "{\"users\":[{\"id\":2}],\"escalationTimeout\":5}]}");
    String both = "include=escalationRules&include=nextEscalationUser";

    assertThat(server.get("/api/alerts/1").json().has("escalationRules")).isFalse();
    assertThat(server.get("/api/alerts/1?include=whatever").status()).isEqualTo(200);
    JsonNode nothingDue = server.get("/api/alerts/1?" + both).json();
    assertThat(nothingDue.at("/escalationRules/1/users/0/username").asText()).isEqualTo("eve");
    assertThat(nothingDue.path("nextEscalationUser").isNull()).isTrue();
    server.alerts.execute("update alerts set next_escalation_at = created_at where id = 1");
    for (JsonNode alert :
        List.of(
            server.get("/api/alerts/1?" + both).json(),
            server.get("/api/alerts?include=escalationRules,nextEscalationUser").json().path(0))) {
      assertThat(alert.path("escalationRules")).hasSize(2);
      assertThat(alert.at("/nextEscalationUser/username").asText()).isEqualTo("eve");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_belongs_to_an_alert_is_shown(Dialect dialect) throws Exception {
    start(dialect);
    setUp();
    server.alerts.store(1, "PENDING", "a", ApiServer.NOW);
    server.alerts.execute(
        "insert into timeline (alert_id, at, type, text) values (1, now(), 'AlertReceivedLogEntry', 'came')");
    server.alerts.execute(
        "insert into alert_members (alert_id, alert_key, status, summary, opened_at, last_event_at, event_count)"
            + " values (1, 'k', 'OPEN', 's', now(), now(), 1)");
    server.alerts.execute(
        "insert into notifications (id, alert_id, user_id, connector, purpose, urgency, state, created_at, first_due_at, attempts, relayed)"
            + " values ('0192f0c1-0000-7000-8000-000000000001', 1, 1, 'log', 'ALERT', 0, 'FAILED', now(), now(), 1, false)");
    server.alerts.execute(
        "insert into notification_attempts (notification_id, number, at, notifier, status, duration_ms)"
            + " values ('0192f0c1-0000-7000-8000-000000000001', 1, now(), 'log', '500', 12)");
    event(
        "019ab123-0000-7000-8000-000000000001",
        "Disk".getBytes(java.nio.charset.StandardCharsets.UTF_8),
        "'CREATED'");
    event("019ab124-0000-7000-8000-000000000002", new byte[] {(byte) 0xff}, "null");

    assertThat(server.get("/api/alerts/1/log-entries").json().at("/0/logEntryType").asText())
        .isEqualTo("AlertReceivedLogEntry");
    assertThat(server.get("/api/alerts/1/members").json().at("/0/alertKey").asText())
        .isEqualTo("k");
    JsonNode notification = server.get("/api/alerts/1/notifications").json().path(0);
    assertThat(notification.at("/attempts/0/durationMs").asInt()).isEqualTo(12);
    assertThat(notification.at("/user/username").asText()).isEqualTo("bob");
    JsonNode events = server.get("/api/alert-sources/1/events").json();
    assertThat(events.at("/0/bodyBase64").asText()).isEqualTo("/w==");
    assertThat(events.at("/0/outcome").isNull()).isTrue();
    assertThat(events.at("/1/body").asText()).isEqualTo("Disk");
    assertThat(server.get("/api/alert-sources/1/events?q=isk").json()).hasSize(1);
    assertThat(server.get("/api/alert-sources/1/events?q=KEY").json()).hasSize(2);
    server.alerts.execute("update events set query = 'alert=Moon' where body = ?", new byte[] {-1});
    assertThat(server.get("/api/alert-sources/1/events").json().at("/0/query").asText())
        .isEqualTo("alert=Moon");
    assertThat(server.get("/api/alert-sources/1/events?q=moon").json()).hasSize(1);
    assertThat(server.get("/api/alert-sources/1/events?outcome=CREATED&outcome=STALE").json())
        .hasSize(1);
    assertThat(server.get("/api/alert-sources/1/events?from=2026-11-22T15:06:00.001Z").json())
        .isEmpty();
    assertThat(server.get("/api/alerts/1/events?until=2100-01-01T00:00:00Z").json()).hasSize(2);
    for (String part : List.of("log-entries", "members", "notifications", "events")) {
      assertThat(server.get("/api/alerts/2/" + part).status()).as(part).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Dialect.class, names = "H2")
  void actions_say_who_did_them_and_what_became_of_them(Dialect dialect) throws Exception {
    start(dialect);
    setUp();
    server.alerts.store(1, "PENDING", "a", ApiServer.NOW);

    assertThat(server.put("/api/alerts/1/accept", "").json().path("id").asInt()).isEqualTo(1);
    server.put("/api/alerts/1/accept?user-id=1", "");
    server.put("/api/alerts/1/resolve", "{}");
    server.put("/api/alerts/1/assign?user-id=1", "");
    server.put("/api/alerts/1/assign?user-id=bob", "");
    server.put("/api/alerts/1/assign?policy-id=1", "");
    server.put("/api/alerts/1/escalate", "");
    server.put("/api/alerts/1/snooze?until=2026-11-22T16:00:00%2B00:00", "");
    server.put("/api/alerts/1/priority?value=LOW", "");
    assertThat(server.post("/api/alerts/1/comments", "{\"text\":\"on it\"}").status())
        .isEqualTo(201);
    server.post("/api/alerts/1/responders", "{\"user\":{\"id\":1}}");
    server.post("/api/alerts/1/notifications/0192f0c1-0000-7000-8000-000000000001/retry", "");

    assertThat(server.alerts.asked)
        .containsExactly(
            "accept 1 by API",
            "accept 1 by bob (API)",
            "resolve 1 by API",
            "assign 1 to user 1",
            "assign 1 to user 1",
            "assign 1 to policy 1",
            "escalate 1",
            "snooze 1 until 2026-11-22T16:00:00Z",
            "priority 1 LOW",
            "comment 1 on it",
            "responder 1 1",
            "retry 1 0192f0c1-0000-7000-8000-000000000001");

    for (String bad :
        List.of(
            "accept?user-id=9",
            "accept?user-id=nobody",
            "assign",
            "assign?user-id=1&policy-id=1",
            "assign?policy-id=9",
            "assign?schedule-id=1",
            "snooze",
            "snooze?until=2026-11-22T15:06:00Z",
            "snooze?until=tomorrow",
            "priority?value=MIDDLE")) {
      assertThat(server.put("/api/alerts/1/" + bad, "").status()).as(bad).isEqualTo(400);
    }
    server.alerts.result = ActionResult.RESOLVED_IS_FINAL;
    assertThat(server.put("/api/alerts/1/accept", "").status()).isEqualTo(409);
    assertThat(server.put("/api/alerts/1/resolve", "").status()).as("done already").isEqualTo(200);
    server.alerts.result = ActionResult.NOT_FOUND;
    assertThat(server.put("/api/alerts/1/accept", "").status()).isEqualTo(404);
    assertThat(server.post("/api/alerts/1/notifications/x/retry", "").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource(value = Dialect.class, names = "H2")
  void nothing_is_answered_without_the_token(Dialect dialect) throws Exception {
    start(dialect);

    for (String path :
        List.of("/api/users", "/api/alerts/1", "/api/system", "/api/alert-sources?x=%25zz")) {
      Reply reply = server.send(server.bare(path).GET());
      assertThat(reply.status()).as(path).isEqualTo(401);
      assertThat(reply.json().path("code").asText()).isEqualTo("UNAUTHORIZED");
    }
    assertThat(
            server
                .send(server.bare("/api/users").header("Authorization", "Bearer x").GET())
                .status())
        .isEqualTo(401);
    assertThat(
            server
                .send(server.bare("/api/users").header("Authorization", "Basic t0ken").GET())
                .status())
        .isEqualTo(401);
    assertThat(server.send(server.bare("/api/users?Authorization=Bearer%20t0ken").GET()).status())
        .isEqualTo(401);
    assertThat(
            server
                .send(
                    server
                        .bare("/api/users")
                        .POST(HttpRequest.BodyPublishers.ofString("not even json")))
                .status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @EnumSource(value = Dialect.class, names = "H2")
  void bad_input_is_the_callers_fault_and_is_named(Dialect dialect) throws Exception {
    start(dialect);
    setUp();

    assertRefused("/api/users", "{\"email\":7}", 400, "email must be a text");
    assertRefused("/api/users", "{\"email\":\"bob\"}", 400, "email must be an email");
    assertRefused("/api/users", "{\"username\":\"a\\nb\"}", 400, "username must be one line");
    assertRefused("/api/users", "{\"username\":\"a\\ud800\"}", 400, "half a character");
    assertRefused("/api/users", "{\"username\":\"bob\"}", 409, "taken");
    assertRefused(
        "/api/users", "{\"username\":\"x\",\"role\":\"GOD\"}", 400, "role must be one of");
    assertRefused("/api/users", "{\"username\":\"x\",\"timezone\":\"Mars\"}", 400, "timezone");
    assertRefused("/api/users", "[]", 400, "JSON object");
    assertRefused("/api/users", "", 400, "JSON object");
    assertRefused("/api/users", "{", 400, "not JSON");
    assertRefused("/api/users", "{} {}", 400, "not JSON");
    assertRefused("/api/users", "[".repeat(100_000), 400, "nested more than 32 deep");
    assertRefused(
        "/api/users", "{\"username\":\"" + "x".repeat(201) + "\"}", 400, "longer than 200");
    assertRefused("/api/users", " ".repeat(Body.MOST_BYTES + 1), 413, "larger");
    String rule =
        "{\"name\":\"p\",\"escalationRules\":[{\"users\":[{\"id\":%s}],\"escalationTimeout\":%s}]}";
    assertRefused(
        "/api/escalation-policies",
        rule.formatted("9", "5"),
        400,
        "escalationRules[0].users[0].id");
    assertRefused("/api/escalation-policies", rule.formatted("1e999", "5"), 400, "users[0].id");
    assertRefused(
        "/api/escalation-policies", rule.formatted("9".repeat(500), "5"), 400, "users[0].id");
    assertRefused("/api/escalation-policies", rule.formatted("1", "0"), 400, "escalationTimeout");
    assertRefused("/api/escalation-policies", rule.formatted("1", "1.5"), 400, "escalationTimeout");
    assertRefused(
        "/api/escalation-policies", rule.formatted("1", "9".repeat(5000)), 400, "a number");
    assertRefused(
        "/api/escalation-policies",
        "{\"name\":\"p\",\"escalationRules\":[{\"schedules\":[{\"id\":1}],\"escalationTimeout\":5}]}",
        400,
        "escalationRules[0].schedules[0].id is not the id of a schedule");
    String source =
        "{\"name\":\"s\",\"integrationType\":\"API\",\"escalationPolicy\":{\"id\":%s}%s}";
    assertRefused(
        "/api/alert-sources", source.formatted("9", ""), 400, "no escalation policy with id 9");
    assertRefused(
        "/api/alert-sources",
        source.formatted("1", ",\"eventFilter\":{}"),
        400,
        "eventFilter must be a text");
    assertRefused(
        "/api/alert-sources",
        source.formatted("1", ",\"ipAllowList\":[\"evil.example\"]"),
        400,
        "ipAllowList[0]");
    assertRefused(
        "/api/alert-sources",
        source.formatted("1", ",\"autoResolutionTimeout\":\"PT99999999999999H\""),
        400,
        "autoResolutionTimeout");
    assertRefused(
        "/api/alert-sources",
        source.formatted(
            "1",
            ",\"alertCreation\":\"ONE_ALERT_GROUPED_PER_WINDOW\",\"alertGroupingWindow\":\"PT3M\""),
        400,
        "alertGroupingWindow");
    assertRefused(
        "/api/alert-sources",
        source.formatted("1", ",\"alertGroupingWindow\":5"),
        400,
        "alertGroupingWindow must be a text");
    assertRefused(
        "/api/users/1/contacts/channels",
        "{\"connector\":{\"id\":\"webhook\"},\"target\":\"file:///etc\"}",
        400,
        "target");
    assertRefused(
        "/api/users/1/contacts/channels",
        "{\"connector\":{\"id\":\"log\"},\"params\":{\"\\ud800\":1}}",
        400,
        "half a character");
    assertRefused(
        "/api/users/1/contacts/channels",
        "{\"connector\":{\"id\":\"log\"},\"params\":{\"" + "x".repeat(201) + "\":1}}",
        400,
        "params has a field whose name");
    for (String url : List.of("http://example.org:0/", "http://example.org:70000/")) {
      assertRefused(
          "/api/users/1/contacts/channels",
          "{\"connector\":{\"id\":\"webhook\"},\"target\":\"" + url + "\"}",
          400,
          "no valid host name or port");
    }
    assertRefused("/api/users/1/contacts/pigeons", "{}", 404, "emails");
    assertRefused("/api/users/9/contacts/emails", "{\"target\":\"a@b.c\"}", 404, "no user 9");

    for (String path :
        List.of(
            "/api/users/nobody",
            "/api/alerts/abc",
            "/api/alerts/-1",
            "/api/alerts/99999999999999999999",
            "/api/alert-sources/name/x%2Fy",
            "/api/escalation-policies/1.5")) {
      assertThat(server.get(path).status()).as(path).isEqualTo(404);
      assertThat(server.get(path).json().path("code").asText()).as(path).isEqualTo("NOT_FOUND");
    }
    for (String query :
        List.of(
            "max-results=101",
            "max-results=0",
            "start-index=-1",
            "start-index=99999999999",
            "state=pending",
            "alert-source=a",
            "assigned-to=nobody",
            "from=yesterday",
            "team=a",
            "priority=%00")) {
      Reply reply = server.get("/api/alerts?" + query);
      assertThat(reply.status()).as(query).isEqualTo(400);
      assertThat(reply.message()).as(query).contains(query.substring(0, query.indexOf('=')));
    }
    Reply form =
        server.send(
            server
                .bare("/api/users")
                .header("Authorization", "Bearer t0ken")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("username=x&Set-Cookie=a")));
    assertThat(form.status()).isEqualTo(415);
    assertThat(form.response().headers().firstValue("Set-Cookie")).isEmpty();
    Reply invalid =
        server.send(
            server
                .request("/api/users")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xff, '"'})));
    assertThat(invalid.status()).isEqualTo(400);
    assertThat(invalid.message()).contains("UTF-8");
  }

  @ParameterizedTest
  @EnumSource(value = Dialect.class, names = "H2")
  void nothing_that_was_sent_comes_back_as_a_header(Dialect dialect) throws Exception {
    start(dialect);

    Reply reply =
        server.send(
            server
                .request("/api/users?X-Query=1&id=7")
                .header("X-Sent", "1")
                .header("Cookie", "a=b")
                .GET());

    assertThat(reply.response().headers().map().keySet())
        .containsExactlyInAnyOrder(
            "cache-control", "content-length", "content-type", "x-content-type-options");
    assertThat(reply.response().headers().firstValue("content-type")).contains("application/json");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void sending_is_paused_and_released(Dialect dialect) throws Exception {
    start(dialect);

    assertThat(server.get("/api/system").json().at("/sending/paused").asBoolean(true)).isFalse();
    assertThat(
            server
                .put("/api/system/sending", "{\"paused\":true}")
                .json()
                .at("/sending/paused")
                .asBoolean())
        .isTrue();
    JsonNode system = server.get("/api/system").json();
    assertThat(system.at("/sending/paused").asBoolean()).isTrue();
    assertThat(system.path("version").asText()).isEqualTo("1.2.3");
    assertThat(system.path("database").asText()).isEqualTo(dialect.name());
    assertThat(
            server
                .put("/api/system/sending", "{\"paused\":false}")
                .json()
                .at("/sending/paused")
                .asBoolean(true))
        .isFalse();
    assertThat(server.put("/api/system/sending", "{}").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource(value = Dialect.class, names = "H2")
  void an_action_link_needs_one_click_and_no_token(Dialect dialect) throws Exception {
    start(dialect);
    setUp();
    server.alerts.store(1, "PENDING", "<script>x</script>", ApiServer.NOW);
    String path = "/act/" + server.links.token(1, 1, Action.ACCEPT, ApiServer.NOW.plusSeconds(60));

    Reply page = server.send(server.bare(path).GET());
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text())
        .contains("&lt;script&gt;x", "Accept as bob", "<form method=\"post\">")
        .doesNotContain("<script");
    assertThat(page.response().headers().firstValue("content-security-policy").orElse(""))
        .contains("default-src 'none'", "frame-ancestors 'none'");
    assertThat(server.alerts.asked).as("looking does nothing").isEmpty();

    Reply done =
        server.send(
            server
                .bare(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.noBody()));
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.text()).contains("<h1>Accepted</h1>");
    assertThat(server.alerts.asked).containsExactly("accept 1 by bob (link in a notification)");

    server.alerts.result = ActionResult.ALREADY;
    assertThat(server.send(server.bare(path).POST(HttpRequest.BodyPublishers.noBody())).text())
        .contains("Accepted already");
    String old = server.links.token(1, 1, Action.ACCEPT, ApiServer.NOW);
    assertThat(server.send(server.bare("/act/" + old).GET()).status()).isEqualTo(410);
    assertThat(server.send(server.bare("/act/" + path.substring(6)).GET()).status()).isEqualTo(404);
    String gone = server.links.token(2, 1, Action.RESOLVE, ApiServer.NOW.plusSeconds(60));
    assertThat(server.send(server.bare("/act/" + gone).GET()).status()).isEqualTo(410);
  }

  @ParameterizedTest
  @EnumSource(value = Dialect.class, names = "H2")
  void without_a_configured_token_the_answer_says_how_to_set_one(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, "");

    Reply reply = server.get("/api/users");

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.message()).contains("DUTYBELL_ADMIN_TOKEN");
  }

  private void setUp() {
    server.post("/api/users", "{\"email\":\"bob@example.org\"}");
    server.post("/api/users/1/contacts/emails", "{\"target\":\"bob@example.org\"}");
    server.post(
        "/api/escalation-policies",
        "{\"name\":\"ops\",\"escalationRules\":[{\"users\":[{\"id\":1}],\"escalationTimeout\":5}]}");
    assertThat(
            server
                .post(
                    "/api/alert-sources",
                    "{\"name\":\"prod\",\"integrationType\":\"API\",\"escalationPolicy\":{\"id\":1}}")
                .status())
        .isEqualTo(201);
  }

  private void event(String id, byte[] body, String outcome) {
    server.alerts.execute(
        "insert into events (id, source_id, position, format, received_at, node, method, body, alert_key, alert_id, outcome)"
            + " values (cast(? as uuid), 1, 0, 'GENERIC', ?, 'n', 'POST', ?, 'the-key', 1, "
            + outcome
            + ")",
        id,
        java.sql.Timestamp.from(ApiServer.NOW),
        body);
  }

  private List<Integer> ids(String path) {
    Reply reply = server.get(path);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json().findValues("eventCount").size() == reply.json().size()
        ? java.util.stream.StreamSupport.stream(reply.json().spliterator(), false)
            .map(alert -> alert.path("id").asInt())
            .toList()
        : List.of();
  }

  private void assertRefused(String path, String body, int status, String message) {
    Reply reply = server.post(path, body);
    assertThat(reply.status())
        .as(body.length() > 300 ? path : body + reply.text())
        .isEqualTo(status);
    assertThat(reply.json().path("status").asInt()).isEqualTo(status);
    assertThat(reply.message()).contains(message);
  }
}
