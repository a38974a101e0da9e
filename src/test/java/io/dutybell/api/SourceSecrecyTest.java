package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.api.ApiServer.Reply;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What names an alert source of a private team is hidden like the source itself. */
class SourceSecrecyTest {

  private static final List<String> RESOURCES =
      List.of("/api/maintenance-windows", "/api/heartbeat-monitors", "/api/alert-actions");

  private Database database;
  private ApiServer server;
  private String member;
  private String outsider;

  private void start(Dialect dialect) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    member = user("member");
    outsider = user("outsider");
    made(
        "/api/teams",
        "{\"name\":\"x\",\"visibility\":\"PRIVATE\",\"members\":[{\"user\":{\"id\":1}}]}");
    made(
        "/api/escalation-policies",
        "{\"name\":\"ops\",\"escalationRules\":[{\"users\":[{\"id\":1}],\"escalationTimeout\":5}]}");
    made(
        "/api/alert-sources",
        "{\"name\":\"SECRET\",\"integrationType\":\"API\",\"escalationPolicy\":{\"id\":1},\"teams\":[{\"id\":1}]}");
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void windows_monitors_and_actions_of_a_hidden_source_are_not_there(Dialect dialect)
      throws Exception {
    start(dialect);
    made("/api/maintenance-windows", window());
    made("/api/heartbeat-monitors", monitor());
    String action = made("/api/alert-actions", action()).json().path("id").asText();

    for (String path : RESOURCES) {
      String one = path + "/" + (path.endsWith("actions") ? action : "1");
      assertThat(call(member, "GET", path, "").json()).as(path).hasSize(1);
      assertThat(call(member, "GET", one, "").status()).as(one).isEqualTo(200);
      assertThat(call(outsider, "GET", path, "").text()).as(path).isEqualTo("[]");
      for (String method : List.of("GET", "PUT", "DELETE")) {
        Reply reply = call(outsider, method, one, "{}");
        assertThat(reply.status()).as(method + " " + one).isEqualTo(404);
      }
    }
    for (String path : List.of("/api/heartbeat-monitors/name/m", "/api/alert-actions/name/a")) {
      assertThat(call(member, "GET", path, "").status()).as(path).isEqualTo(200);
      assertThat(call(outsider, "GET", path, "").status()).as(path).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_hidden_source_cannot_be_named(Dialect dialect) throws Exception {
    start(dialect);

    for (String path : RESOURCES) {
      String body =
          path.endsWith("windows") ? window() : path.endsWith("monitors") ? monitor() : action();
      Reply reply = call(outsider, "POST", path, body);
      assertThat(reply.status()).as(path + " " + reply.text()).isEqualTo(400);
      assertThat(reply.message()).contains("is not the id of an alert source");
      assertThat(call(member, "POST", path, body).status()).as(path).isEqualTo(201);
    }
  }

  private static String window() {
    return "{\"summary\":\"SECRET\",\"start\":\"2026-11-22T15:00:00Z\",\"end\":\"2026-11-23T15:00:00Z\","
        + "\"timezone\":\"UTC\",\"affectedAlertSources\":[{\"id\":1}]}";
  }

  private static String monitor() {
    return "{\"name\":\"m\",\"intervalSec\":60,\"alertSource\":{\"id\":1}}";
  }

  private static String action() {
    return "{\"name\":\"a\",\"alertSources\":[{\"id\":1}],\"connectorType\":\"log\","
        + "\"triggerTypes\":[\"alert-created\"]}";
  }

  private String user(String username) {
    long id =
        made("/api/users", "{\"username\":\"" + username + "\",\"role\":\"USER\"}")
            .json()
            .path("id")
            .asLong();
    return made(
            "/api/tokens", "{\"name\":\"t\",\"user\":{\"id\":" + id + "},\"scopes\":[\"ADMIN\"]}")
        .json()
        .path("token")
        .asText();
  }

  private Reply made(String path, String json) {
    Reply reply = server.post(path, json);
    assertThat(reply.status()).as(path + " " + reply.text()).isEqualTo(201);
    return reply;
  }

  private Reply call(String token, String method, String path, String body) {
    return server.send(
        server
            .bare(path)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }
}
