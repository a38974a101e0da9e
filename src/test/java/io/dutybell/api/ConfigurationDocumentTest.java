package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.clock.Clock;
import io.dutybell.configuration.AuditStore;
import io.dutybell.configuration.ConfigurationStore;
import io.dutybell.configuration.ConnectorStore;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.event.TimeOrderedIds;
import io.dutybell.notification.Notifiers;
import io.dutybell.security.IntegrationKeys;
import io.dutybell.security.SecretBox;
import io.dutybell.store.Database;
import io.dutybell.store.DatabaseAway;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import io.dutybell.team.User;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole configuration as one document over HTTP, on both databases. */
class ConfigurationDocumentTest {

  private static final String WHOLE =
      """
      users:
        - username: ana
          firstName: Ana
          email: ana@example.com
          timezone: Asia/Shanghai
          role: ADMIN
          contacts:
            emails:
              - target: ana@example.com
            phoneNumbers:
              - {regionCode: CN, target: "+86 1380000000"}
            channels:
              - {connector: Hook, target: "https://example.com/ana"}
          notificationPreferences:
            alerts:
              - {contact: ana@example.com, type: HIGH_PRIORITY, delayMin: 0}
              - contact: {connector: Hook, target: "https://example.com/ana"}
                type: LOW_PRIORITY
                delayMin: 5
            duties:
              - {contact: "+86 1380000000", beforeMin: 15}
        - username: bo
      teams:
        - name: Shop
          visibility: PRIVATE
          members:
            - {user: ana, role: ADMIN}
            - user: bo
      supportHours:
        - name: Office
          timezone: Europe/Berlin
          supportDays:
            MONDAY: {start: 09:00, end: 17:00}
          exceptions:
            - {name: New Year, start: 2027-01-01T00:00, end: 2027-01-02T00:00, supportStatus: OUTSIDE}
      schedules:
        - name: Primary
          timezone: Europe/Berlin
          type: RECURRING
          scheduleLayers:
            - name: Week
              startsOn: 2026-11-02T09:00
              users: [ana, bo]
              rotation: P7D
              restrictionType: TIMES_OF_WEEK
              restrictions:
                - {from: {dayOfWeek: MONDAY, time: 09:00}, to: {dayOfWeek: FRIDAY, time: 17:00}}
          overrides:
            - {user: bo, start: 2026-12-24T00:00, end: 2026-12-25T00:00}
      escalationPolicies:
        - name: Shop policy
          teams: [Shop]
          escalationRules:
            - {users: [ana], escalationTimeout: 5}
            - {users: [bo, ana], escalationTimeout: 10}
      alertSources:
        - name: CloudMonitor
          integrationType: ALIBABACLOUD
          teams: [Shop]
          escalationPolicy: Shop policy
          alertCreation: ONE_OPEN_ALERT_ALLOWED
          supportHours: {name: Office, autoRaiseAlerts: true}
      heartbeatMonitors:
        - {name: Nightly, intervalSec: 3600, alertSource: CloudMonitor}
      maintenanceWindows:
        - summary: Move
          description: |
            First this.
            Then that.
          timezone: Asia/Shanghai
          start: 2026-12-01T00:00
          end: 2026-12-01T02:00
          affectedAlertSources: [CloudMonitor]
      connectors:
        - name: Hook
          type: webhook
          params: {secret: s3cret-of-the-hook}
      alertActions:
        - name: Tell the room
          alertSources: [CloudMonitor]
          connector: Hook
          triggerTypes: [alert-created, alert-resolved]
          params: {webhookUrl: "https://example.com/room", token: t0p-secret, nested: {list: [1, 2.5, null]}}
      """;

  private Database database;
  private ApiServer server;

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_document_makes_everything_once(Dialect dialect) throws Exception {
    start(dialect);

    Reply trial = apply("?dry-run=true", WHOLE);
    assertThat(trial.status()).as(trial.text()).isEqualTo(200);
    assertThat(server.get("/api/users").json()).isEmpty();
    assertThat(server.get("/api/audit-log").json()).isEmpty();
    Reply made = apply("", WHOLE);

    assertThat(made.status()).as(made.text()).isEqualTo(200);
    assertThat(labels(made)).isEqualTo(labels(trial)).hasSize(18);
    assertThat(trial.json().findValues("id")).allMatch(JsonNode::isNull);
    assertThat(made.json().findValues("id")).noneMatch(JsonNode::isNull);
    JsonNode source = server.get("/api/alert-sources/name/CloudMonitor").json();
    assertThat(source.at("/escalationPolicy/name").asText()).isEqualTo("Shop policy");
    assertThat(source.at("/supportHours/name").asText()).isEqualTo("Office");
    JsonNode window = server.get("/api/maintenance-windows").json().get(0);
    assertThat(window.path("start").asText()).isEqualTo("2026-11-30T16:00:00.000Z");
    List<String> noted =
        server.get("/api/audit-log?max-results=100").json().findValuesAsText("operation");
    assertThat(noted).hasSize(18).containsOnly("apply-configuration");

    long version = version();
    Reply again = apply("", WHOLE);
    assertThat(again.text()).isEqualTo("[]");
    String text = export("");
    assertThat(apply("?prune=true", text).text()).isEqualTo("[]");
    assertThat(version()).isEqualTo(version);
    assertThat(export("")).isEqualTo(text);
    assertThat(text).doesNotContain("s3cret", "t0p", "integrationKey");
    assertThat(server.get("/api/audit-log?max-results=100").json()).hasSize(18);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void every_mistake_is_reported_where_it_stands_and_nothing_is_changed(Dialect dialect)
      throws Exception {
    start(dialect);
    String document =
        """
        users:
          - username: ana
            timezone: Nowhere
            language: "?"
            colour: red
          - username: bo
            contacts:
              emails:
                - target: nonsense
              phones: []
          - username: bo
        teams:
          - name: Shop
            visbility: PUBLIC
            members: [{user: anna}]
        schedules:
          - name: Primary
            type: RECURRING
            scheduleLayers:
              - {startsOn: 2026-11-02T09:00, users: [ana], rotation: weekly}
              - {startsOn: soon, users: [ana, nobody], rotation: P7D}
        escalationPolicies:
          - name: P
            escalationRules:
              - {users: [ana]}
              - {users: [cy], escalationTimeout: 5000}
        alertSources:
          - name: S
            integrationType: API
            escalationPolicy: Q
        conectors: []
        """;

    Reply reply = apply("", document);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("code").asText()).isEqualTo("INVALID_CONFIGURATION");
    List<String> said = new java.util.ArrayList<>();
    reply
        .json()
        .path("errors")
        .forEach(
            e -> said.add(e.path("line") + ":" + e.path("column") + " " + e.path("path").asText()));
    assertThat(said)
        .as(reply.text())
        .containsExactly(
            "3:5 users[0].timezone",
            "4:5 users[0].language",
            "5:5 users[0].colour",
            "9:11 users[1].contacts.emails[0].target",
            "10:7 users[1].contacts.phones",
            "11:5 users[2].username",
            "14:5 teams[0].visbility",
            "15:16 teams[0].members[0].user",
            "20:52 schedules[0].scheduleLayers[0].rotation",
            "21:10 schedules[0].scheduleLayers[1].startsOn",
            "21:39 schedules[0].scheduleLayers[1].users[1]",
            "25:9 escalationPolicies[0].escalationRules[0].escalationTimeout",
            "26:18 escalationPolicies[0].escalationRules[1].users[0]",
            "26:23 escalationPolicies[0].escalationRules[1].escalationTimeout",
            "30:5 alertSources[0].escalationPolicy",
            "31:1 conectors");
    assertThat(reply.text())
        .contains("did you mean visibility?", "did you mean connectors?", "did you mean ana?");
    assertThat(reply.message()).contains("16 mistakes", "line 3, column 5, users[0].timezone");
    assertThat(server.get("/api/users").json()).isEmpty();
    assertThat(server.get("/api/audit-log").json()).isEmpty();
    assertThat(apply("?dry-run=true", document).text()).isEqualTo(reply.text());
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_text_that_is_no_plain_document_is_refused(Dialect dialect) throws Exception {
    start(dialect);

    for (String text :
        List.of(
            "a: &x [1, 2]\nb: *x",
            "teams: !!java.net.URL [x]",
            "teams: [{name: a, name: b}]",
            "teams: {name: [",
            "\t- x",
            "just text",
            "[]",
            "---\nteams: []\n---\nteams: []",
            "teams: 7",
            "teams: [7, null, [], {name: 7}, {name: ''}]",
            "{[a, b]: c}",
            "<<: {a: b}",
            "teams: \"\\x00\"",
            "teams: [{name: \"\\0\"}, {name: \"\\uD800\"}]",
            "users: [{username: 1e400}]",
            "heartbeatMonitors: [{name: x, intervalSec: " + "9".repeat(200) + "}]",
            "heartbeatMonitors: [{name: x, intervalSec: " + "9".repeat(2000) + "}]",
            "x".repeat(5_000) + ": 1",
            "[" + "1,".repeat(300_000) + "]",
            "[".repeat(200_000),
            "- ".repeat(200_000),
            "{a: ".repeat(100_000),
            "teams: [" + "{name: x},".repeat(3_000) + "]")) {
      Reply reply = apply("", text);

      String shown = text.length() > 100 ? text.substring(0, 100) : text;
      assertThat(reply.status()).as(shown + " " + reply.text()).isEqualTo(400);
      assertThat(reply.json().path("errors")).as(shown).isNotEmpty();
      assertThat(reply.json().at("/errors/0/line").asInt()).as(shown).isPositive();
    }
    assertThat(apply("", "").text()).isEqualTo("[]");
    assertThat(apply("", "# nothing\n").text()).isEqualTo("[]");
    assertThat(apply("?dry-run=maybe", "").status()).isEqualTo(400);
    assertThat(apply("?prune=1", "").status()).isEqualTo(400);
    assertThat(server.get("/api/config/export?secrets=plain").status()).isEqualTo(400);
    assertThat(
            server
                .send(
                    server
                        .bare("/api/config/apply")
                        .header("Authorization", "Bearer " + ApiServer.TOKEN)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("a=b")))
                .status())
        .isEqualTo(415);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_a_section_does_not_list_stays_unless_it_is_to_be_pruned(Dialect dialect)
      throws Exception {
    start(dialect);
    apply("", WHOLE);
    String fewer =
        """
        users:
          - username: ana
            role: ADMIN
            contacts: {emails: [{target: ana@example.com}], channels: []}
            notificationPreferences: {alerts: [{contact: ana@example.com, type: HIGH_PRIORITY}]}
        teams: []
        """;

    List<String> changed = labels(apply("?dry-run=true", fewer));
    assertThat(changed).hasSize(1).first().asString().startsWith("UPDATED user ana");
    Reply inUse = apply("?prune=true", fewer);

    assertThat(inUse.status()).as(inUse.text()).isEqualTo(409);
    assertThat(inUse.text())
        .contains("\\\"bo\\\" is not listed", "escalation policy", "the team owns");
    String without =
        fewer
            + """
            escalationPolicies: []
            alertSources: []
            schedules: []
            heartbeatMonitors: []
            maintenanceWindows: []
            alertActions: []
            connectors: []
            """;
    Reply pruned = apply("?prune=true", without);
    assertThat(pruned.status()).as(pruned.text()).isEqualTo(200);
    assertThat(labels(pruned))
        .contains(
            "DELETED contact ana https://example.com/*** []",
            "DELETED notification-preference ana LOW_PRIORITY []",
            "DELETED user bo []",
            "DELETED connector Hook []")
        .noneMatch(label -> label.contains("support-hours"));
    assertThat(export("")).contains("username: ana", "name: Office").doesNotContain("Hook", "bo\n");
    assertThat(apply("?prune=true", without).text()).isEqualTo("[]");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void secrets_move_only_to_an_installation_with_the_same_key_and_only_to_their_place(
      Dialect dialect) throws Exception {
    start(dialect);
    apply("", WHOLE);
    server.put("/api/users/ana/password", "{\"password\":\"correct horse battery\"}");
    String key =
        server.get("/api/alert-sources/name/CloudMonitor").json().path("integrationKey").asText();

    String text = export("?secrets=encrypted");

    assertThat(text).doesNotContain("s3cret", "t0p", key).contains("encrypted:");
    assertThat(export("?secrets=encrypted")).isEqualTo(text);
    assertThat(apply("", text).text()).isEqualTo("[]");
    Reply moved =
        apply(
            "",
            text.replace("name: Hook", "name: Hook2")
                .replace("connector: Hook", "connector: Hook2"));
    assertThat(moved.status()).isEqualTo(400);
    assertThat(moved.text()).contains("cannot be decrypted");
    assertThat(apply("", text.replaceFirst("s1\\.....", "s1.AAAA")).text())
        .contains("cannot be decrypted");
    try (Database other = FreshDatabase.of(dialect);
        ApiServer second = new ApiServer(other, ApiServer.TOKEN)) {
      Reply there = apply(second, "", text);
      assertThat(there.status()).as(there.text()).isEqualTo(200);
      assertThat(
              second
                  .get("/api/alert-sources/name/CloudMonitor")
                  .json()
                  .path("integrationKey")
                  .asText())
          .isEqualTo(key);
      assertThat(second.get("/api/config/export?secrets=encrypted").text()).isEqualTo(text);
      assertThat(apply(second, "", text).text()).isEqualTo("[]");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void addresses_with_a_secret_are_written_in_part_and_mean_the_contact_that_is_there(
      Dialect dialect) throws Exception {
    start(dialect);
    String document =
        """
        users:
          - username: ana
            contacts:
              channels:
                - {connector: webhook, target: "https://chat.example/a", params: {token: t0p}}
                - {connector: webhook, target: "https://chat.example/b", params: {room: b}}
            notificationPreferences:
              alerts:
                - contact: {connector: webhook, target: "https://chat.example/b"}
                  type: HIGH_PRIORITY
                - contact: {connector: webhook, target: "https://chat.example/a"}
                  type: LOW_PRIORITY
        """;
    assertThat(apply("", document).status()).isEqualTo(200);

    String text = export("");
    String encrypted = export("?secrets=encrypted");

    assertThat(text)
        .contains("https://chat.example/***", "number: 2")
        .doesNotContain("example/a", "example/b", "t0p");
    assertThat(encrypted).doesNotContain("example/a", "example/b", "t0p").contains("encrypted:");
    for (String same : List.of(document, text, encrypted)) {
      assertThat(apply("?prune=true", same).text()).as(same).isEqualTo("[]");
    }
    assertThat(labels(apply("", text.replace("room: b", "room: c"))))
        .containsExactly("UPDATED contact ana https://chat.example/*** [\"params\"]");
    assertThat(preferred(server, "a")).isEqualTo("LOW_PRIORITY");
    assertThat(preferred(server, "b")).isEqualTo("HIGH_PRIORITY");
    try (Database other = FreshDatabase.of(dialect);
        ApiServer second = new ApiServer(other, ApiServer.TOKEN)) {
      Reply incomplete = apply(second, "", text);
      assertThat(incomplete.status()).isEqualTo(400);
      assertThat(incomplete.text()).contains("contacts.channels[0]", "write all of it");
      assertThat(apply(second, "", encrypted.replace("webhook", "log")).text())
          .contains("cannot be decrypted");
      assertThat(apply(second, "", encrypted).status()).isEqualTo(200);
      assertThat(second.get("/api/config/export?secrets=encrypted").text()).isEqualTo(encrypted);
      assertThat(preferred(second, "a")).isEqualTo("LOW_PRIORITY");
      assertThat(preferred(second, "b")).isEqualTo("HIGH_PRIORITY");
    }
  }

  /** The type of the preference that tells ana's contact with this address. */
  private static String preferred(ApiServer at, String room) {
    long contact =
        at.post(
                "/api/users/ana/contacts/channels/search-target",
                "{\"target\":\"https://chat.example/" + room + "\"}")
            .json()
            .path("id")
            .asLong();
    for (JsonNode preference : at.get("/api/users/ana/notification-preferences/alerts").json()) {
      if (preference.at("/contact/id").asLong() == contact) {
        return preference.path("type").asText();
      }
    }
    return null;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_secret_may_be_the_value_of_a_variable_with_the_right_name(Dialect dialect)
      throws Exception {
    start(dialect);
    String connector = "connectors: [{name: C, type: webhook, params: {secret: %s}}]";

    Reply made = apply("", connector.formatted("{env: DUTYBELL_VALUE_TEST}"));
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    assertThat(apply("", connector.formatted("{env: DUTYBELL_VALUE_TEST}")).text()).isEqualTo("[]");
    assertThat(apply("", connector.formatted("from the environment")).text()).isEqualTo("[]");
    assertThat(apply("", "connectors: [{name: C, type: webhook}]").text()).isEqualTo("[]");
    assertThat(labels(apply("", connector.formatted("another"))))
        .containsExactly("UPDATED connector C [\"params\"]");
    for (String name :
        List.of("HOME", "DUTYBELL_SECRET_KEY", "DUTYBELL_VALUE_NONE", "DUTYBELL_VALUE_")) {
      assertThat(apply("", connector.formatted("{env: " + name + "}")).status())
          .as(name)
          .isEqualTo(400);
    }
    assertThat(apply("", "users: [{username: {env: DUTYBELL_VALUE_TEST}}]").status())
        .isEqualTo(400);
    assertThat(apply("", "users: [{username: x, password: in the clear}]").text())
        .contains("users[0].password");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void everything_that_a_resource_shows_is_exported_or_follows_from_something_else(Dialect dialect)
      throws Exception {
    start(dialect);
    apply("", WHOLE);
    java.util.Map<String, ConfigSection> paths =
        java.util.Map.of(
            "users", ConfigSection.USERS,
            "teams", ConfigSection.TEAMS,
            "support-hours", ConfigSection.SUPPORT_HOURS,
            "schedules", ConfigSection.SCHEDULES,
            "escalation-policies", ConfigSection.ESCALATION_POLICIES,
            "alert-sources", ConfigSection.ALERT_SOURCES,
            "heartbeat-monitors", ConfigSection.HEARTBEAT_MONITORS,
            "maintenance-windows", ConfigSection.MAINTENANCE_WINDOWS,
            "connectors", ConfigSection.CONNECTORS,
            "alert-actions", ConfigSection.ALERT_ACTIONS);
    java.util.Set<String> follows =
        java.util.Set.of(
            "id",
            "integrationUrl",
            "status",
            "state",
            "lastPingAt",
            "createdAt",
            "updatedAt",
            "createdBy",
            "readOnly",
            "mutedUntil",
            "currentShift",
            "nextShift",
            "alertSourceIds",
            "alertSources");

    paths.forEach(
        (path, section) -> {
          JsonNode shown = server.get("/api/" + path).json().get(0);
          List<String> fields = new java.util.ArrayList<>();
          shown.fieldNames().forEachRemaining(fields::add);
          List<String> known = section.shape().keys().stream().map(k -> k.field()).toList();
          fields.removeAll(known);
          fields.removeAll(follows);
          assertThat(fields).as(path).isEmpty();
        });
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void any_configuration_is_the_same_on_another_installation(Dialect dialect) throws Exception {
    start(dialect);
    try (Database other = FreshDatabase.of(dialect);
        ApiServer second = new ApiServer(other, ApiServer.TOKEN)) {
      String nothing = String.join(": []\n", ConfigSection.names()) + ": []\n";
      for (int seed = 0; seed < 12; seed++) {
        String document = new RandomConfiguration(seed).document();
        Reply made = apply(server, "?prune=true", document);
        assertThat(made.status()).as(seed + " " + document + made.text()).isEqualTo(200);
        String text = export("");

        Reply there = apply(second, "", text);

        assertThat(there.status()).as(seed + " " + text + there.text()).isEqualTo(200);
        assertThat(second.get("/api/config/export").text()).as("seed " + seed).isEqualTo(text);
        assertThat(apply(second, "?prune=true", text).text()).as("seed " + seed).isEqualTo("[]");
        assertThat(apply(server, "?prune=true", text).text()).as("seed " + seed).isEqualTo("[]");
        assertThat(apply(server, "?prune=true", document).text())
            .as("seed " + seed)
            .isEqualTo("[]");
        assertThat(apply(second, "?prune=true", nothing).status()).isEqualTo(200);
        assertThat(second.get("/api/config/export").text().lines()).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void the_example_of_the_documentation_is_applied_and_every_key_is_documented(Dialect dialect)
      throws Exception {
    start(dialect);
    String page = java.nio.file.Files.readString(java.nio.file.Path.of("docs/configuration.md"));
    int begin = page.indexOf("```yaml\n") + 8;
    String example =
        page.substring(begin, page.indexOf("```", begin))
            .replace("DUTYBELL_VALUE_ROOM", "DUTYBELL_VALUE_TEST");

    Reply made = apply("", example);

    assertThat(made.status()).as(made.text()).isEqualTo(200);
    assertThat(made.json().findValuesAsText("resource")).hasSizeGreaterThan(15);
    assertThat(apply("?prune=true", example).text()).isEqualTo("[]");
    assertThat(apply("?prune=true", export("")).text()).isEqualTo("[]");
    for (ConfigSection section : ConfigSection.values()) {
      String line =
          page.lines()
              .filter(l -> l.startsWith("| `" + section.key() + "` |"))
              .findFirst()
              .orElseThrow();
      section.shape().keys().stream()
          .map(key -> key.name())
          .filter(name -> !name.endsWith("Template") && !name.startsWith("event"))
          .filter(name -> !name.equals("linkTemplates"))
          .forEach(name -> assertThat(line).as(section.key()).contains("`" + name + "`"));
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void of_several_who_apply_the_same_at_once_one_changes_something(Dialect dialect)
      throws Exception {
    start(dialect);

    List<Reply> replies =
        java.util.stream.IntStream.range(0, 4)
            .mapToObj(
                i -> java.util.concurrent.CompletableFuture.supplyAsync(() -> apply("", WHOLE)))
            .toList()
            .stream()
            .map(java.util.concurrent.CompletableFuture::join)
            .toList();

    // Whoever waits too long for the others is told to try again.
    assertThat(replies).allMatch(reply -> reply.status() == 200 || reply.status() == 503);
    assertThat(replies.stream().filter(r -> r.status() == 200 && !r.text().equals("[]")))
        .hasSize(1);
    assertThat(server.get("/api/audit-log?max-results=100").json()).hasSize(18);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void who_waits_to_apply_a_document_holds_no_connection_that_others_need(Dialect dialect)
      throws Exception {
    start(dialect);
    List<CompletableFuture<Reply>> applying;
    try (Connection other = database.dataSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select version from configuration_version where id = 1 for update");
      applying =
          IntStream.range(0, 8)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> apply("", WHOLE)))
              .toList();
      HikariPoolMXBean pool = ((HikariDataSource) database.dataSource()).getHikariPoolMXBean();
      await().until(() -> pool.getActiveConnections() > 1);

      for (int i = 0; i < 50; i++) {
        assertThat(server.get("/api/users/current").status()).isEqualTo(404);
        assertThat(server.get("/api/teams").status()).isEqualTo(200);
      }

      other.rollback();
    }
    assertThat(applying.stream().map(CompletableFuture::join).map(Reply::status))
        .allMatch(status -> status == 200 || status == 503)
        .contains(200);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_was_applied_is_said_even_when_the_database_goes_away_then(Dialect dialect)
      throws Exception {
    start(dialect);
    SecureRandom random = new SecureRandom();
    SecretBox box = new SecretBox(new byte[32], random);
    Clock clock = () -> ApiServer.NOW;
    ConfigurationStore store = new ConfigurationStore(database, clock);
    Notifiers away =
        new ShippedNotifiers(new ConnectorStore(store, clock, box)) {
          @Override
          public void follow() {
            throw new DatabaseAway("it stopped a moment ago", null);
          }
        };
    ConfigCalls calls =
        new ConfigCalls(
            new ConfigTools(
                database,
                store,
                clock,
                box,
                new IntegrationKeys(random),
                new TimeOrderedIds(clock, random),
                away,
                new AuditLog(new AuditStore(database), clock),
                name -> null),
            new LiveConfiguration(store));
    Caller caller = new Caller("ops", null, User.Role.ADMIN, Caller.EVERYTHING, null);

    Answer answer =
        calls.apply(
            new Call(
                Map.of(), Query.parse(null), TextNode.valueOf("teams:\n  - name: Ops"), caller));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(store.load().teams()).hasSize(1);
  }

  private long version() {
    return new io.dutybell.configuration.ConfigurationStore(database, () -> ApiServer.NOW)
        .version();
  }

  private static List<String> labels(Reply reply) {
    List<String> labels = new java.util.ArrayList<>();
    reply
        .json()
        .forEach(
            c ->
                labels.add(
                    c.path("action").asText()
                        + " "
                        + c.path("resource").asText()
                        + " "
                        + c.path("name").asText()
                        + " "
                        + c.path("fields")));
    return labels;
  }

  private Reply apply(String query, String document) {
    return apply(server, query, document);
  }

  private static Reply apply(ApiServer at, String query, String document) {
    return at.send(
        at.bare("/api/config/apply" + query)
            .header("Authorization", "Bearer " + ApiServer.TOKEN)
            .header("Content-Type", "application/yaml")
            .POST(BodyPublishers.ofString(document)));
  }

  private String export(String query) {
    Reply reply = server.get("/api/config/export" + query);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.text();
  }
}
