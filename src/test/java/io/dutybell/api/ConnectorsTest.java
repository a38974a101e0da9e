package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.configuration.ConfigurationStore;
import io.dutybell.configuration.ConnectorStore;
import io.dutybell.security.SecretBox;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connectors and notifiers over HTTP, on both databases; ConnectorStories sends through them. */
class ConnectorsTest {

  private static final String MAIL =
      "{\"name\":\"Mail\",\"type\":\"email\",\"params\":{\"host\":\"mail.example.org\",\"port\":25,"
          + "\"from\":\"Bell <a@example.org>\",\"starttls\":false,\"username\":\"bell\",\"password\":\"pa55word\"}}";

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
  void a_connector_is_made_shown_replaced_and_deleted(Dialect dialect) throws Exception {
    start(dialect);

    Reply made = server.post("/api/connectors", MAIL);

    assertThat(made.status()).isEqualTo(201);
    JsonNode json = made.json();
    String id = json.path("id").asText();
    assertThat(json.path("id").isTextual()).isTrue();
    assertThat(json.path("name").asText()).isEqualTo("Mail");
    assertThat(json.path("type").asText()).isEqualTo("email");
    assertThat(json.path("createdAt").asText()).isEqualTo("2026-11-22T15:06:00.000Z");
    assertThat(json.path("updatedAt").asText()).isEqualTo("2026-11-22T15:06:00.000Z");
    assertThat(json.path("readOnly").asBoolean()).isFalse();
    assertThat(json.path("params").toString())
        .isEqualTo(
            "{\"host\":\"mail.example.org\",\"port\":25,\"username\":\"bell\",\"password\":\"***\","
                + "\"from\":\"Bell <a@example.org>\",\"starttls\":false}");
    assertThat(server.get("/api/connectors/" + id).json()).isEqualTo(json);
    assertThat(server.get("/api/connectors/name/Mail").json()).isEqualTo(json);

    Reply replaced =
        server.put(
            "/api/connectors/" + id,
            "{\"name\":\"Post\",\"params\":{\"host\":\"mail.example.org\",\"port\":25,\"from\":\"b@example.org\"}}");
    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.json().at("/params/from").asText()).isEqualTo("b@example.org");
    assertThat(replaced.json().at("/params/username").isMissingNode()).isTrue();
    assertThat(server.get("/api/connectors/name/Mail").status()).isEqualTo(404);

    assertThat(server.delete("/api/connectors/" + id).status()).isEqualTo(204);
    assertThat(server.get("/api/connectors/" + id).status()).isEqualTo(404);
    assertThat(server.put("/api/connectors/" + id, MAIL).status()).isEqualTo(404);
    assertThat(server.delete("/api/connectors/" + id).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void those_of_application_properties_come_first_and_cannot_be_changed(Dialect dialect)
      throws Exception {
    start(dialect);
    server.post("/api/connectors", MAIL);

    JsonNode all = server.get("/api/connectors").json();

    assertThat(all.findValuesAsText("name")).containsExactly("email", "log", "webhook", "Mail");
    assertThat(all.path(0).path("id").asText()).isEqualTo("email");
    assertThat(all.path(0).path("readOnly").asBoolean()).isTrue();
    assertThat(
            server
                .get("/api/connectors?start-index=3&max-results=1")
                .json()
                .findValuesAsText("name"))
        .containsExactly("Mail");
    assertThat(server.get("/api/connectors/name/log").json().path("type").asText())
        .isEqualTo("log");
    assertThat(server.delete("/api/connectors/log").status()).isEqualTo(409);
    assertThat(server.put("/api/connectors/log", MAIL).message())
        .contains("application.properties");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_secret_is_stored_encrypted_and_never_shown(Dialect dialect) throws Exception {
    start(dialect);
    String id = server.post("/api/connectors", MAIL).json().path("id").asText();

    server.put("/api/connectors/" + id, MAIL.replace("pa55word", "pa55word2"));

    assertThat(server.get("/api/connectors").text()).doesNotContain("pa55word");
    assertThat(server.get("/api/audit-log").text())
        .contains("mail.example.org")
        .doesNotContain("pa55word");
    assertThat(text("select params_encrypted from connectors"))
        .startsWith("v1.")
        .doesNotContain("pa55word", "mail.example.org");
    assertThat(params(id)).containsEntry("password", "pa55word2");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_secret_stays_when_it_is_left_out_or_masked_and_goes_when_it_is_empty(Dialect dialect)
      throws Exception {
    start(dialect);
    String path =
        "/api/connectors/" + server.post("/api/connectors", MAIL).json().path("id").asText();
    String id = path.substring(path.lastIndexOf('/') + 1);

    server.put(path, MAIL.replace(",\"password\":\"pa55word\"", ""));
    assertThat(params(id)).containsEntry("password", "pa55word");
    server.put(path, MAIL.replace("pa55word", "***"));
    assertThat(params(id)).containsEntry("password", "pa55word");
    server.put(path, MAIL.replace("pa55word", ""));
    assertThat(params(id)).doesNotContainKey("password");

    Reply mask = server.put(path, MAIL.replace("pa55word", "***"));
    assertThat(mask.status()).isEqualTo(400);
    assertThat(mask.message()).contains("params.password");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_secret_does_not_follow_to_another_address(Dialect dialect) throws Exception {
    start(dialect);
    String path =
        "/api/connectors/" + server.post("/api/connectors", MAIL).json().path("id").asText();
    String elsewhere = MAIL.replace("mail.example.org", "evil.example.org");

    Reply kept = server.put(path, elsewhere.replace("pa55word", "***"));
    Reply given = server.put(path, elsewhere);

    assertThat(kept.status()).isEqualTo(400);
    assertThat(kept.message()).contains("params.password").contains("given again");
    assertThat(given.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_the_notifier_does_not_understand_is_refused_by_name(Dialect dialect) throws Exception {
    start(dialect);
    Map<String, String> wrong =
        Map.ofEntries(
            Map.entry("{\"type\":\"email\"}", "name"),
            Map.entry("{\"name\":\"x\"}", "type"),
            Map.entry("{\"name\":\"x\",\"type\":\"pigeon\"}", "type"),
            Map.entry("{\"name\":\"x\",\"type\":7}", "type"),
            Map.entry("{\"name\":\"x\",\"type\":\"email\"}", "params.host"),
            Map.entry("{\"name\":\"x\",\"type\":\"email\",\"params\":[]}", "params"),
            Map.entry(email("\"port\":\"many\""), "params.port"),
            Map.entry(email("\"port\":1e400"), "params.port"),
            Map.entry(email("\"port\":[25]"), "params.port"),
            Map.entry(email("\"tls\":\"yes\""), "params.tls"),
            Map.entry(email("\"host\":\"m?debugMode=true\""), "params.host"),
            Map.entry(email("\"host\":\"{{dutybell.secret.key}}\""), "params.host"),
            Map.entry(email("\"username\":\"#class:java.io.File\""), "params.username"),
            Map.entry(email("\"password\":\"${sys.user}\""), "params.password"),
            Map.entry(email("\"password\":\"***\""), "params.password"),
            Map.entry(email("\"password\":\"\\ud800\""), "params.password"));
    wrong.forEach(
        (body, field) -> {
          Reply reply = server.post("/api/connectors", body);
          assertThat(reply.status()).as(body).isEqualTo(400);
          assertThat(reply.message()).as(body).startsWith(field + " ");
        });
    assertThat(server.post("/api/connectors", email("\"colour\":{\"deep\":[1]}")).status())
        .as("an unknown param")
        .isEqualTo(201);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_name_is_there_once_and_a_type_stays(Dialect dialect) throws Exception {
    start(dialect);
    server.post("/api/connectors", MAIL);
    String other =
        server
            .post("/api/connectors", "{\"name\":\"Log\",\"type\":\"log\"}")
            .json()
            .path("id")
            .asText();

    assertThat(server.post("/api/connectors", MAIL).status()).isEqualTo(409);
    assertThat(server.post("/api/connectors", "{\"name\":\"log\",\"type\":\"log\"}").status())
        .isEqualTo(409);
    assertThat(server.put("/api/connectors/" + other, "{\"name\":\"Mail\"}").status())
        .isEqualTo(409);
    Reply type = server.put("/api/connectors/" + other, "{\"name\":\"Log\",\"type\":\"email\"}");
    assertThat(type.status()).isEqualTo(400);
    assertThat(type.message()).startsWith("type ");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void one_that_is_in_use_cannot_be_deleted(Dialect dialect) throws Exception {
    start(dialect);
    server.post("/api/users", "{\"username\":\"ann\"}");
    String id =
        server
            .post("/api/connectors", "{\"name\":\"Hook\",\"type\":\"webhook\"}")
            .json()
            .path("id")
            .asText();

    Reply contact =
        server.post(
            "/api/users/ann/contacts/channels",
            "{\"connector\":{\"id\":\"" + id + "\"},\"target\":\"https://chat.example/x\"}");
    Reply noUrl =
        server.post(
            "/api/users/ann/contacts/channels",
            "{\"connector\":{\"id\":\"" + id + "\"},\"target\":\"nowhere\"}");
    Reply refused = server.delete("/api/connectors/" + id);
    server.delete("/api/users/ann/contacts/channels/" + contact.json().path("id").asLong());

    assertThat(contact.json().path("connector").toString())
        .isEqualTo("{\"id\":\"" + id + "\",\"name\":\"Hook\"}");
    assertThat(noUrl.status()).isEqualTo(400);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.message()).contains("ann");
    assertThat(server.delete("/api/connectors/" + id).status()).isEqualTo(204);
    assertThat(
            server
                .post(
                    "/api/users/ann/contacts/channels",
                    "{\"connector\":{\"id\":\"" + id + "\"},\"target\":\"https://chat.example/x\"}")
                .message())
        .startsWith("connector.id ");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_notifier_tells_which_settings_it_has(Dialect dialect) throws Exception {
    start(dialect);

    JsonNode notifiers = server.get("/api/notifiers").json();

    assertThat(notifiers.findValuesAsText("title")).contains("Email", "Log", "Webhook");
    JsonNode host = notifiers.path(0).path("params").path(0);
    assertThat(host.path("name").asText()).isEqualTo("host");
    assertThat(host.path("required").asBoolean()).isTrue();
    assertThat(host.path("secret").asBoolean()).isFalse();
    assertThat(notifiers.path(0).path("params").path(1).path("default").asText()).isEqualTo("587");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void strange_input_is_no_error_of_ours(Dialect dialect) throws Exception {
    start(dialect);
    String id = server.post("/api/connectors", MAIL).json().path("id").asText();
    for (String path :
        List.of("%00", "%ED%A0%80", "x".repeat(3000), "name/%00", "name/%F0%9F%98%80")) {
      Reply reply = server.get("/api/connectors/" + path);
      assertThat(reply.status()).as(path).isBetween(400, 414);
    }
    for (String body :
        List.of(
            "",
            "[]",
            "null",
            "{\"name\":\"a\\u0000b\",\"type\":\"log\"}",
            "{\"name\":\"\\ud83d\",\"type\":\"log\"}",
            "{\"name\":{},\"type\":\"log\"}",
            "{\"name\":\"a\",\"type\":\"log\",\"params\":{\"level\":" + "9".repeat(2000) + "}}",
            "{\"a\":".repeat(40) + "1" + "}".repeat(40))) {
      assertThat(server.post("/api/connectors", body).status()).as(body).isEqualTo(400);
      assertThat(server.put("/api/connectors/" + id, body).status()).as(body).isEqualTo(400);
    }
  }

  private static String email(String param) {
    return "{\"name\":\"x\",\"type\":\"email\",\"params\":{\"host\":\"h\",\"from\":\"a@b.example\","
        + param
        + "}}";
  }

  /** The params as they are used for sending. */
  private Map<String, String> params(String id) {
    return new ConnectorStore(
            new ConfigurationStore(database, () -> ApiServer.NOW),
            () -> ApiServer.NOW,
            new SecretBox(new byte[32], new SecureRandom()))
        .find(id)
        .orElseThrow()
        .params();
  }

  private String text(String query) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
