package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.configuration.AlertActionStore;
import io.dutybell.configuration.ConfigurationStore;
import io.dutybell.configuration.UserStore;
import io.dutybell.security.SecretBox;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import io.dutybell.team.Contact;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Web addresses that hold a token: written, shown in part, and never read again. */
class SecretAddressesTest {

  private static final String SECRET = "0123456789abcdefwxyz";
  private static final String ADDRESS =
      "https://oapi.dingtalk.example/robot/send?access_token=" + SECRET;
  private static final String SHOWN = "https://oapi.dingtalk.example/***wxyz";

  private Database database;
  private ApiServer server;
  private String contacts;

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    long user = id(server.post("/api/users", "{\"username\":\"ana\",\"role\":\"RESPONDER\"}"));
    contacts = "/api/users/" + user + "/contacts/channels";
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  private static long id(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json().path("id").asLong();
  }

  private String tag(String path) {
    return server.get(path).response().headers().firstValue("ETag").orElseThrow();
  }

  private static String contact(String further) {
    return "{\"connector\":{\"id\":\"webhook\"}" + further + "}";
  }

  private Contact stored() {
    return new UserStore(new ConfigurationStore(database, () -> ApiServer.NOW), () -> ApiServer.NOW)
        .contacts(1)
        .get(0)
        .contact();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_contact_shows_of_its_secrets_only_what_tells_it_from_others(Dialect dialect)
      throws Exception {
    start(dialect);

    Reply made =
        server.post(
            contacts,
            contact(
                ",\"target\":\""
                    + ADDRESS
                    + "\",\"params\":{\"room\":\"ops\",\"token\":\"t0ps3cret\",\"url\":\""
                    + ADDRESS
                    + "\"}"));
    String path = contacts + "/" + id(made);
    server.post(
        contacts.replace("contacts/channels", "notification-preferences/alerts"),
        "{\"contact\":{\"id\":" + made.json().path("id") + "},\"type\":\"HIGH_PRIORITY\"}");

    assertThat(made.json().path("target").asText()).isEqualTo(SHOWN);
    assertThat(made.json().path("params"))
        .isEqualTo(Body.stored("{\"room\":\"ops\",\"token\":\"***\",\"url\":\"" + SHOWN + "\"}"));
    assertThat(stored().target()).isEqualTo(ADDRESS);
    for (String place :
        new String[] {
          path,
          contacts,
          contacts.replace("contacts/channels", "notification-preferences/alerts"),
          "/api/audit-log",
          "/api/config/export"
        }) {
      assertThat(server.get(place).text())
          .as(place)
          .doesNotContain(SECRET, "t0ps3cret", "access_token");
    }
    assertThat(server.get("/api/config/export").text()).contains(SHOWN);
    assertThat(columns("contacts")).doesNotContain("dingtalk", "ops", "t0ps3cret");
    assertThat(columns("audit_log")).doesNotContain(SECRET, "t0ps3cret");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_contact_sent_back_as_it_was_read_stays_and_nothing_shown_passes_for_an_address(
      Dialect dialect) throws Exception {
    start(dialect);
    Reply made =
        server.post(
            contacts,
            contact(",\"target\":\"" + ADDRESS + "\",\"params\":{\"token\":\"t0ps3cret\"}"));
    String path = contacts + "/" + id(made);

    assertThat(server.put(path, made.text()).status()).isEqualTo(200);
    assertThat(server.put(path, contact("")).status()).as("left out").isEqualTo(200);
    assertThat(stored().target()).isEqualTo(ADDRESS);
    assertThat(stored().params()).containsEntry("token", "t0ps3cret");

    for (String wrong :
        new String[] {
          ",\"target\":\"https://oapi.dingtalk.example/***abcd\"",
          ",\"target\":\"https://elsewhere.example/" + SECRET + "\"",
          ",\"target\":\"https://elsewhere.example/\",\"params\":{\"token\":\"***\"}"
        }) {
      assertThat(server.put(path, contact(wrong)).status()).as(wrong).isEqualTo(400);
    }
    assertThat(
            server
                .put(path, made.text().replace("{\"id\":\"webhook\"", "{\"id\":\"log\""))
                .status())
        .as("what writes it down")
        .isEqualTo(400);
    assertThat(server.post(contacts, made.text()).status()).as("a new one").isEqualTo(400);
    assertThat(stored().target()).isEqualTo(ADDRESS);

    String moved = ",\"target\":\"https://elsewhere.example/\",\"params\":{\"token\":\"new\"}";
    assertThat(server.put(path, contact(moved)).json().path("target").asText())
        .isEqualTo("https://elsewhere.example/");
    assertThat(stored().params()).containsEntry("token", "new");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_changed_secret_is_another_version(Dialect dialect) throws Exception {
    start(dialect);
    Reply made = server.post(contacts, contact(",\"target\":\"" + ADDRESS + "\""));
    String path = contacts + "/" + id(made);
    String before = tag(path);

    // The same end, so the same is shown.
    server.put(path, contact(",\"target\":\"" + ADDRESS.replace("0123", "9999") + "\""));

    assertThat(server.get(path).json()).isEqualTo(made.json());
    assertThat(tag(path)).isNotEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void an_alert_action_keeps_its_addresses_to_itself(Dialect dialect) throws Exception {
    start(dialect);
    long policy =
        id(
            server.post(
                "/api/escalation-policies",
                "{\"name\":\"p\",\"escalationRules\":[{\"users\":[{\"id\":1}],\"escalationTimeout\":5}]}"));
    long source =
        id(
            server.post(
                "/api/alert-sources",
                "{\"name\":\"ECS\",\"integrationType\":\"API\",\"escalationPolicy\":{\"id\":"
                    + policy
                    + "}}"));
    Reply made =
        server.post(
            "/api/alert-actions",
            "{\"name\":\"room\",\"connectorType\":\"webhook\",\"triggerMode\":\"MANUAL\",\"alertSources\":[{\"id\":"
                + source
                + "}],\"params\":{\"webhookUrl\":\""
                + ADDRESS
                + "\",\"api_key\":\"k3y\",\"accessKey\":\"k3y\",\"passwd\":\"k3y\",\"others\":[\"https://chat.example/"
                + SECRET
                + "\",\"x\"],\"deep\":{\"link\":\""
                + ADDRESS
                + "\"}}}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    String path = "/api/alert-actions/" + made.json().path("id").asText();

    assertThat(made.json().at("/params/webhookUrl").asText())
        .as("whoever may change it compares it with what was sent")
        .isEqualTo(ADDRESS);
    assertThat(server.get(path).json()).isEqualTo(made.json());
    assertThat(server.get("/api/alert-actions").json().path(0)).isEqualTo(made.json());
    assertThat(server.get("/api/audit-log").text()).doesNotContain(SECRET, "k3y");
    assertThat(server.get("/api/config/export").text()).doesNotContain(SECRET, "k3y");
    for (String place : new String[] {path, "/api/alert-actions", "/api/alert-actions/name/room"}) {
      assertThat(readOnly(place).text()).as(place).doesNotContain(SECRET, "k3y").contains(SHOWN);
    }
    ObjectNode changed = (ObjectNode) readOnly(path).json();
    assertThat(changed.at("/params/others/0").asText()).isEqualTo("https://chat.example/***wxyz");
    changed.put("name", "other room");
    assertThat(server.put(path, changed.toString()).status()).isEqualTo(200);
    JsonNode params = Body.stored(action(made.json().path("id").asText()));
    assertThat(params.path("webhookUrl").asText()).isEqualTo(ADDRESS);
    assertThat(params.at("/others/0").asText()).isEqualTo("https://chat.example/" + SECRET);
    assertThat(params.at("/deep/link").asText()).isEqualTo(ADDRESS);

    ObjectNode elsewhere = made.json().deepCopy();
    elsewhere.put("connectorId", "log").put("connectorType", "log");
    assertThat(server.put(path, elsewhere.toString()).status())
        .as("what writes it down")
        .isEqualTo(400);

    ((ObjectNode) changed.path("params")).put("webhookUrl", "https://oapi.dingtalk.example/***abc");
    Reply refused = server.put(path, changed.toString());
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains("params.webhookUrl");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void of_a_contact_whose_notifier_is_gone_nothing_is_known_to_be_no_secret(Dialect dialect)
      throws Exception {
    start(dialect);
    Reply made =
        server.post(
            contacts,
            "{\"connector\":{\"id\":\"log\"},\"target\":\"x\",\"params\":{\"pin\":\"1234\"}}");
    String path = contacts + "/" + id(made);
    assertThat(server.get(path).json().at("/params/pin").asText()).isEqualTo("1234");

    server.alerts.execute("update contacts set connector = 'gone'");

    assertThat(server.get(path).json().at("/params/pin").asText()).isEqualTo("***");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_an_older_version_noted_in_the_audit_log_is_not_shown_either(Dialect dialect)
      throws Exception {
    start(dialect);
    server.alerts.execute(
        "insert into audit_log (at, caller, operation, resource, resource_id, was, became) values"
            + " (current_timestamp, 'root', 'replace-contact', 'contact', '1', ?, ?)",
        "{\"id\":1,\"target\":\"" + ADDRESS + "\"}",
        "{\"id\":1,\"target\":\"x\",\"params\":{\"url\":\"" + ADDRESS + "\",\"room\":\"ops\"}}");

    JsonNode entry = server.get("/api/audit-log?resource=contact").json().path(0);

    assertThat(entry.at("/was/target").asText()).isEqualTo(SHOWN);
    assertThat(entry.at("/became/params/url").asText()).isEqualTo(SHOWN);
    assertThat(entry.at("/became/params/room").asText()).isEqualTo("ops");
  }

  /** What somebody sees who may read, and change nothing. */
  private Reply readOnly(String path) {
    String token =
        server
            .post("/api/tokens", "{\"name\":\"reader\",\"scopes\":[\"READ\"]}")
            .json()
            .path("token")
            .asText();
    return server.send(server.bare(path).header("Authorization", "Bearer " + token));
  }

  private String action(String id) {
    return new AlertActionStore(
            new ConfigurationStore(database, () -> ApiServer.NOW),
            () -> ApiServer.NOW,
            new SecretBox(new byte[32], new SecureRandom()))
        .find(id)
        .orElseThrow()
        .params();
  }

  /** All that stands in a table, one row after the other. */
  private String columns(String table) throws SQLException {
    StringBuilder text = new StringBuilder();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select * from " + table)) {
      while (rows.next()) {
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          text.append(rows.getString(i)).append('\n');
        }
      }
    }
    return text.toString();
  }
}
