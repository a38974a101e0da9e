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
    List<String> noted = server.get("/api/audit-log?max-results=100").json().findValuesAsText("operation");
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

  private long version() {
    return new io.dutybell.configuration.ConfigurationStore(database, () -> ApiServer.NOW).version();
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
    return server.send(
        server
            .bare("/api/config/apply" + query)
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
