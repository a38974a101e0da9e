package io.dutybell.stories;

import static io.dutybell.stories.Api.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a team has for ilert works when its endpoint is pointed here. */
class IlertClientStories extends Story {

  private IlertClient client;

  @BeforeEach
  void aClientWithAToken() {
    client = IlertClient.withToken(api(), Api.TOKEN);
  }

  private long userId(String name) {
    return client
        .create("/api/users", object("firstName", name, "email", name + "@example.org"))
        .path("id")
        .asLong();
  }

  private long policyId(long user) {
    return client
        .create(
            "/api/escalation-policies",
            object(
                "name",
                "Ops",
                "escalationRules",
                List.of(object("users", List.of(object("id", user)), "escalationTimeout", 15))))
        .path("id")
        .asLong();
  }

  private JsonNode source(long policy) {
    return client.create(
        "/api/alert-sources",
        object(
            "name",
            "API source",
            "integrationType",
            "API",
            "escalationPolicy",
            object("id", policy)));
  }

  @Test
  void users_as_the_terraform_provider_keeps_them() {
    Map<String, Object> sent =
        object(
            "firstName",
            "Ana",
            "lastName",
            "Li",
            "email",
            "ana@example.org",
            "timezone",
            "Europe/Berlin",
            "position",
            "SRE",
            "department",
            "IT",
            "language",
            "de",
            "role",
            "RESPONDER",
            "region",
            "DE",
            "shiftColor",
            "#0b5cad");
    Map<String, Object> later = new LinkedHashMap<>(sent);
    later.put("lastName", "Lin");
    later.put("role", "USER");

    String path = client.applied("/api/users?send-no-invitation=true", sent, later);

    assertThat(client.get(path).path("username").asText()).isEqualTo("ana");
    assertThat(client.get("/api/users/ana").path("lastName").asText()).isEqualTo("Lin");
    assertThat(
            client
                .search("/api/users/search-email", object("email", "ANA@example.org"))
                .path("id")
                .asText())
        .isEqualTo(path.substring("/api/users/".length()));
    assertThat(client.get("/api/users?")).hasSize(1);
    assertThat(client.get("/api/users?start-index=1&max-results=100")).isEmpty();
    client.delete(path);
  }

  @Test
  void a_user_with_a_password_is_the_current_one() {
    long ana = userId("ana");
    client.update("/api/users/" + ana + "/password", object("password", "correct horse battery"));
    IlertClient own = IlertClient.withPassword(api(), "ana", "acme", "correct horse battery");

    assertThat(own.get("/api/users/current").path("id").asLong()).isEqualTo(ana);
    JsonNode changed =
        own.update(
            "/api/users/current",
            object("firstName", "Anastasia", "email", "ana@example.org", "timezone", "UTC"));
    own.create("/api/users/current/contacts/emails", object("target", "ana@example.org"));

    assertThat(changed.path("firstName").asText()).isEqualTo("Anastasia");
    assertThat(changed.path("role").asText()).isEqualTo("USER");
    assertThat(client.get("/api/users/" + ana + "/contacts/emails")).hasSize(1);
    client.notFound("/api/users/current");
    assertThat(client.call("POST", "/api/users", object("username", "current")).status())
        .isEqualTo(400);
  }

  @Test
  void contacts_and_preferences_as_the_terraform_provider_keeps_them() {
    String user = "/api/users/" + userId("ana");
    String email =
        client.applied(
            user + "/contacts/emails",
            object("target", "a@example.org"),
            object("target", "b@example.org"));
    String phone =
        client.applied(
            user + "/contacts/phone-numbers",
            object("regionCode", "DE", "target", "+491701234567"),
            object("regionCode", "CN", "target", "+8613012345678"));
    assertThat(client.get(phone).path("status").asText()).isEqualTo("OK");
    assertThat(
            client.search(
                user + "/contacts/emails/search-target", object("target", "b@example.org")))
        .isEqualTo(client.get(email));
    Map<String, Object> byEmail = object("id", client.get(email).path("id").asLong());
    Map<String, Object> byPhone = object("id", client.get(phone).path("id").asLong());

    String alerts = user + "/notification-preferences/alerts";
    String preference =
        client.applied(
            alerts,
            object("method", "EMAIL", "contact", byEmail, "delayMin", 0, "type", "HIGH_PRIORITY"),
            object("method", "VOICE", "contact", byPhone, "delayMin", 120, "type", "LOW_PRIORITY"));
    for (String method : List.of("SMS", "WHATSAPP")) {
      client.delete(
          client.applied(
              alerts,
              object("method", "VOICE", "contact", byPhone, "delayMin", 1, "type", "HIGH_PRIORITY"),
              object(
                  "method", method, "contact", byPhone, "delayMin", 1, "type", "HIGH_PRIORITY")));
    }
    client.delete(
        client.applied(
            user + "/notification-preferences/updates",
            object("method", "SMS", "contact", byPhone, "type", "ALERT_ACCEPTED"),
            object("method", "EMAIL", "contact", byEmail, "type", "ALERT_ESCALATED")));
    client.delete(
        client.applied(
            user + "/notification-preferences/duties",
            object("method", "SMS", "contact", byPhone, "beforeMin", 15, "type", "ON_CALL"),
            object("method", "EMAIL", "contact", byEmail, "beforeMin", 0, "type", "ON_CALL")));

    assertThat(
            client
                .call(
                    "POST",
                    alerts,
                    object(
                        "method",
                        "VOICE",
                        "contact",
                        byEmail,
                        "delayMin",
                        0,
                        "type",
                        "HIGH_PRIORITY"))
                .message())
        .contains("method");
    assertThat(client.call("DELETE", phone, null).status()).isEqualTo(409);
    client.delete(preference);
    client.delete(phone);
    client.delete(email);
  }

  @Test
  void teams_with_members_as_the_terraform_provider_keeps_them() {
    long ana = userId("ana");
    long ben = userId("ben");
    String path =
        client.applied(
            "/api/teams",
            object(
                "id",
                null,
                "name",
                "Ops",
                "visibility",
                "PUBLIC",
                "members",
                List.of(object("user", object("id", ana), "role", "ADMIN"))),
            object(
                "name",
                "Ops 2",
                "visibility",
                "PRIVATE",
                "members",
                List.of(
                    object("user", object("id", ana), "role", "RESPONDER"),
                    object("user", object("id", ben), "role", "STAKEHOLDER"))),
            "id");

    client.delete(path);
  }

  @Test
  void events_become_alerts_that_the_client_lists_and_acts_on() {
    long ana = user("Ana").withWebhook().id;
    user("Ben").withWebhook();
    long policy = policyId(ana);
    JsonNode source = source(policy);
    IlertClient sender = IlertClient.withToken(api(), "not-needed");
    // What is empty in the Go client is sent all the same.
    Map<String, Object> event =
        object(
            "apiKey",
            source.path("integrationKey").asText(),
            "eventType",
            "ALERT",
            "summary",
            "Disk is full",
            "details",
            "",
            "alertKey",
            "disk",
            "priority",
            "",
            "images",
            null,
            "links",
            null,
            "customDetails",
            null);

    Reply taken = sender.call("POST", "/api/events", event);
    assertThat(taken.status()).as(taken.text()).isEqualTo(202);
    assertThat(taken.json().path("alertKey").asText()).isEqualTo("disk");
    assertThat(taken.json().path("responseCode").asText()).isEqualTo("ACCEPTED");
    settle();

    String filters =
        "/api/alerts?start-index=0&max-results=50&state=PENDING&alert-source="
            + source.path("id").asLong()
            + "&assigned-to=ana&assigned-to="
            + ana;
    JsonNode listed = client.get(filters);
    assertThat(listed).hasSize(1);
    JsonNode alert = listed.get(0);
    String path = "/api/alerts/" + alert.path("id").asLong();
    assertThat(alert.path("summary").asText()).isEqualTo("Disk is full");
    assertThat(alert.path("scalationPolicy").path("id").asLong()).isEqualTo(policy);
    assertThat(alert.path("assignedTo").path("username").asText()).isEqualTo("ana");
    assertThat(alert.path("priority").asText()).isEqualTo("HIGH");
    assertThat(client.get("/api/alerts/count?state=PENDING").path("count").asInt()).isEqualTo(1);
    assertThat(
            client
                .get(path + "?include=escalationRules&include=nextEscalationUser")
                .path("escalationRules"))
        .hasSize(1);
    assertThat(client.get(path + "/suggested-responders").findValuesAsText("group"))
        .contains("SUGGESTED", "USER", "ESCALATION_POLICY");

    assertThat(client.act(path + "/accept").path("status").asText()).isEqualTo("ACCEPTED");
    let(seconds(1)).pass();
    assertThat(client.act(path + "/assign?user-id=ben").at("/assignedTo/username").asText())
        .isEqualTo("ben");
    let(seconds(1)).pass();
    assertThat(client.act(path + "/assign?user-id=" + ana).at("/assignedTo/id").asLong())
        .isEqualTo(ana);
    client.act(path + "/assign?policy-id=" + policy);
    assertThat(client.act(path + "/resolve").path("status").asText()).isEqualTo("RESOLVED");
    JsonNode entries = client.get(path + "/log-entries");
    assertThat(entries.findValuesAsText("logEntryType"))
        .contains("AlertReceivedLogEntry", "AlertAssignedBySystemLogEntry");
    assertThat(entries.get(0).path("alertId").asLong()).isEqualTo(alert.path("id").asLong());
    settle();
    receiver().expectedAll();
  }

  @Test
  void an_event_that_accepts_or_resolves_needs_no_summary() {
    JsonNode source = source(policyId(userId("ana")));
    for (String type : List.of("ALERT", "ACCEPT", "RESOLVE")) {
      Reply reply =
          client.call(
              "POST",
              "/api/v1/events",
              object(
                  "apiKey",
                  source.path("integrationKey").asText(),
                  "eventType",
                  type,
                  "summary",
                  type.equals("ALERT") ? "Disk is full" : "",
                  "alertKey",
                  "disk"));
      assertThat(reply.status()).as(reply.text()).isEqualTo(202);
      settle();
    }

    JsonNode alert = client.get("/api/alerts").get(0);
    assertThat(alert.path("status").asText()).isEqualTo("RESOLVED");
    assertThat(alert.path("resolvedByType").asText()).isEqualTo("SOURCE");
  }

  @Test
  void support_hours_as_the_terraform_provider_keeps_them() {
    Map<String, Object> day = object("start", "08:00", "end", "17:30");
    String path =
        client.applied(
            "/api/support-hours",
            object(
                "name",
                "Office",
                "timezone",
                "Europe/Berlin",
                "supportDays",
                object("MONDAY", day, "FRIDAY", day)),
            object(
                "id",
                7,
                "name",
                "Office",
                "timezone",
                "Asia/Shanghai",
                "supportDays",
                object("TUESDAY", day),
                "exceptions",
                List.of(
                    object(
                        "name",
                        "New Year",
                        "start",
                        "2046-12-31T16:00:00.000Z",
                        "end",
                        "2047-01-01T16:00:00.000Z",
                        "supportStatus",
                        "OUTSIDE"))),
            "id");

    assertThat(client.get(path).at("/supportDays/MONDAY").isObject()).isFalse();
    assertThat(client.get("/api/support-hours/name/Office").path("timezone").asText())
        .isEqualTo("Asia/Shanghai");
    client.delete(path);
  }

  @Test
  void heartbeat_monitors_are_kept_and_pinged() {
    long source = source(policyId(userId("ana"))).path("id").asLong();
    Map<String, Object> sent =
        object(
            "name",
            "backup",
            "intervalSec",
            60,
            "alertSummary",
            "no backup",
            "alertSource",
            object("id", source, "name", "API source"),
            "teams",
            null);
    JsonNode made = client.create("/api/heartbeat-monitors?include=integrationUrl", sent);
    String path = "/api/heartbeat-monitors/" + made.path("id").asLong();
    String key = made.path("integrationKey").asText();
    assertThat(made.path("integrationUrl").asText()).endsWith("/api/heartbeats/" + key);
    assertThat(made.path("state").asText()).isEqualTo("UNKNOWN");

    sent.put("intervalSec", 120);
    sent.put("integrationKey", key);
    client.update(path, sent);
    IlertClient pinger = IlertClient.withToken(api(), "not-needed");
    for (String method : List.of("HEAD", "GET", "POST")) {
      assertThat(pinger.call(method, "/api/heartbeats/" + key, null).status()).isEqualTo(202);
    }
    assertThat(pinger.call("GET", "/api/heartbeats/nobody", null).status()).isEqualTo(404);

    JsonNode read = client.get(path + "?include=integrationUrl");
    assertThat(read.path("intervalSec").asInt()).isEqualTo(120);
    assertThat(read.path("integrationKey").asText()).isEqualTo(key);
    assertThat(read.path("state").asText()).isEqualTo("HEALTHY");
    assertThat(client.get("/api/heartbeat-monitors/name/backup?include=integrationUrl"))
        .isEqualTo(read);
    client.delete(path);
  }

  @Test
  void maintenance_windows_in_local_time() {
    long source = source(policyId(userId("ana"))).path("id").asLong();
    Map<String, Object> sent =
        object(
            "summary",
            "patch night",
            "description",
            "all of them",
            "start",
            "2047-03-01T22:00",
            "end",
            "2047-03-02T02:00:00",
            "timezone",
            "Europe/Berlin",
            "alertSources",
            List.of(object("id", source)));
    JsonNode made = client.create("/api/maintenance-windows", sent);
    assertThat(made.path("start").asText()).isEqualTo("2047-03-01T21:00:00.000Z");
    assertThat(made.path("end").asText()).isEqualTo("2047-03-02T01:00:00.000Z");
    assertThat(made.at("/affectedAlertSources/0/id").asLong()).isEqualTo(source);

    String path =
        client.applied(
            "/api/maintenance-windows",
            object(
                "summary",
                "patch night",
                "start",
                "2047-03-01T21:00:00.000Z",
                "end",
                "2047-03-02T01:00:00.000Z",
                "timezone",
                "Europe/Berlin",
                "affectedAlertSources",
                List.of(object("id", source))),
            object(
                "summary",
                "patch day",
                "description",
                "later",
                "start",
                "2047-03-02T09:00:00.000Z",
                "end",
                "2047-03-02T10:00:00.000Z",
                "timezone",
                "UTC",
                "affectedAlertSources",
                List.of(object("id", source))));
    client.delete(path);
    client.delete("/api/maintenance-windows/" + made.path("id").asLong());
  }

  @Test
  void alert_actions_as_the_terraform_provider_keeps_them() {
    long source = source(policyId(userId("ana"))).path("id").asLong();
    Map<String, Object> params =
        object("webhookUrl", "https://example.org/hook", "bodyTemplate", "{{ summary }}");
    String path =
        client.applied(
            "/api/alert-actions",
            object(
                "name",
                "tell",
                "alertSourceIds",
                List.of(source),
                "connectorType",
                "webhook",
                "triggerMode",
                "AUTOMATIC",
                "triggerTypes",
                List.of("alert-created", "alert-resolved"),
                "params",
                params),
            object(
                "name",
                "mail",
                "alertSources",
                List.of(object("id", source)),
                "connectorType",
                "email",
                "triggerMode",
                "MANUAL",
                "params",
                object(
                    "recipients", List.of("a@example.org", "b@example.org"), "subject", "alert")));

    JsonNode action = client.get(path + "?version=1");
    assertThat(action.path("connectorId").isNull()).as("not sent, so not shown").isTrue();
    assertThat(action.path("alertSourceIds").get(0).asLong()).isEqualTo(source);
    assertThat(client.get("/api/alert-actions/name/mail")).isEqualTo(action);
    assertThat(client.get("/api/alert-actions?start-index=0&max-results=50")).hasSize(1);
    client.delete(path);
  }

  @Test
  void connectors_and_alert_actions_that_name_them() {
    long source = source(policyId(userId("ana"))).path("id").asLong();
    String connector =
        client.applied(
            "/api/connectors",
            object("name", "hook", "type", "webhook", "params", object("secret", "s3cret")),
            object("name", "hook 2", "type", "webhook", "params", object("secret", "s3cret2")),
            "secret");
    assertThat(client.get(connector).at("/params/secret").asText()).isEqualTo("***");
    String id = connector.substring("/api/connectors/".length());

    String action =
        client.applied(
            "/api/alert-actions",
            object(
                "name",
                "tell",
                "alertSources",
                List.of(object("id", source)),
                "connectorId",
                id,
                "connectorType",
                "webhook",
                "triggerMode",
                "AUTOMATIC",
                "triggerTypes",
                List.of("alert-created"),
                "params",
                object("webhookUrl", "https://example.org/1")),
            object(
                "name",
                "tell 2",
                "alertSourceIds",
                List.of(source),
                "connectorId",
                id,
                "connectorType",
                "webhook",
                "triggerMode",
                "AUTOMATIC",
                "triggerTypes",
                List.of("alert-created"),
                "params",
                object("webhookUrl", "https://example.org/2")));
    Reply used = client.call("DELETE", connector, null);
    assertThat(used.status()).isEqualTo(409);
    assertThat(used.message()).contains("tell 2");
    client.delete(action);
    client.delete(connector);
  }

  @Test
  void names_with_special_characters_are_found() {
    for (String name :
        List.of("a b", "50% of it", "a+b", "a/b", "x?y#z", "Büro 值班", "q&a=1;2", "..", "a\\b")) {
      long id = client.create("/api/teams", object("name", name)).path("id").asLong();
      String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
      if (!name.equals("..")) {
        assertThat(client.get("/api/teams/name/" + encoded).path("id").asLong())
            .as(name)
            .isEqualTo(id);
      }
      client.delete("/api/teams/" + id);
    }
    client.notFound("/api/teams/name/nobody");
    client.notFound("/api/support-hours/name/nobody%25");
  }

  @Test
  void schedules_with_local_times_and_the_words_of_the_go_client() {
    long ana = userId("ana");
    long ben = userId("ben");
    JsonNode made =
        client.create(
            "/api/schedules",
            object(
                "name",
                "On call",
                "timezone",
                "Europe/Berlin",
                "type",
                "RECURRING",
                "scheduleLayers",
                List.of(
                    object(
                        "name",
                        "Layer",
                        "startsOn",
                        "2026-11-01T09:00",
                        "users",
                        List.of(object("id", ana), object("id", ben)),
                        "rotation",
                        "P7D",
                        "restrictionType",
                        "TIME_OF_DAY",
                        "restrictions",
                        List.of(
                            object(
                                "from",
                                object("time", "09:00"),
                                "to",
                                object("time", "17:00")))))));
    String path = "/api/schedules/" + made.path("id").asLong();

    JsonNode layer = client.get(path).at("/scheduleLayers/0");
    assertThat(layer.path("rotation").asText()).isEqualTo("P7D");
    assertThat(layer.path("restrictionType").asText()).isEqualTo("TIMES_OF_DAY");
    assertThat(layer.at("/users/1/id").asLong()).isEqualTo(ben);
    assertThat(client.get(path + "?include=currentShift&include=nextShift").has("nextShift"))
        .isTrue();
    assertThat(
            client.get(
                path
                    + "/shifts?from=2026-12-01T00:00:00Z&until=2026-12-03T00:00:00Z"
                    + "&exclude-overrides=true"))
        .hasSize(2);
    client.update(
        path + "/overrides",
        object("user", object("id", ben), "start", "2047-01-01T00:00", "end", "2047-01-02T00:00"));
    assertThat(client.get(path + "/overrides").at("/0/start").asText())
        .isEqualTo("2046-12-31T23:00:00.000Z");
    client.delete(path);
  }

  @Test
  void errors_have_the_three_fields_that_the_client_reads() {
    long team = client.create("/api/teams", object("name", "Ops")).path("id").asLong();
    for (Reply refused :
        List.of(
            client.call("POST", "/api/teams", object("name", "Ops")),
            client.call("POST", "/api/teams", object("name", 7)),
            client.call("POST", "/api/teams", "{"),
            client.call("GET", "/api/nothing", null),
            client.call("PATCH", "/api/teams", object()),
            IlertClient.withPassword(api(), "ana", "acme", "wrong").call("GET", "/api/teams", null),
            IlertClient.withToken(api(), "wrong").call("GET", "/api/teams", null))) {
      JsonNode error = refused.json();
      assertThat(error.path("status").asInt()).isEqualTo(refused.status()).isBetween(400, 409);
      assertThat(error.path("code").asText()).matches("[A-Z_]+");
      assertThat(error.path("message").asText()).isNotBlank();
    }
    client.delete("/api/teams/" + team);
  }
}
