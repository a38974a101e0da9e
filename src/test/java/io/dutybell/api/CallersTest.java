package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How callers of the API are known, and what is kept of what they do, on both databases. */
class CallersTest {

  private static final String PASSWORD = "correct horse battery";

  private Database database;
  private ApiServer server;
  private volatile Instant now = ApiServer.NOW;

  private void start(Dialect dialect, int callsPerMinute) throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN, () -> now, callsPerMinute);
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_username_and_its_password_are_as_good_as_a_token(Dialect dialect) throws Exception {
    start(dialect, 0);
    long ann = user("ann", "RESPONDER");
    assertThat(basic("ann", PASSWORD).status()).as("without a password").isEqualTo(401);

    Reply set = server.put("/api/users/ann/password", "{\"password\":\"" + PASSWORD + "\"}");

    assertThat(set.status()).isEqualTo(200);
    assertThat(set.text()).doesNotContain(PASSWORD);
    assertThat(basic("ann", PASSWORD).json().path("id").asLong()).isEqualTo(ann);
    assertThat(basic("ann@acme", PASSWORD).json().path("id").asLong()).isEqualTo(ann);
    assertThat(basic("ann", PASSWORD + "!").status()).isEqualTo(401);
    assertThat(basic("bob", PASSWORD).status()).isEqualTo(401);
    assertThat(basic("ann", "").status()).isEqualTo(401);
    assertThat(
            server
                .send(server.bare("/api/users/current").header("Authorization", "Basic %%%"))
                .status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_changed_password_holds_at_once_and_needs_the_old_one(Dialect dialect) throws Exception {
    start(dialect, 0);
    user("ann", "STAKEHOLDER");
    server.put("/api/users/ann/password", "{\"password\":\"" + PASSWORD + "\"}");
    assertThat(basic("ann", PASSWORD).status()).isEqualTo(200);

    Reply without = changeOwn("{\"password\":\"another password\"}");
    Reply tooShort = changeOwn("{\"password\":\"short\",\"oldPassword\":\"" + PASSWORD + "\"}");
    Reply right =
        changeOwn("{\"password\":\"another password\",\"oldPassword\":\"" + PASSWORD + "\"}");

    assertThat(without.status()).isEqualTo(400);
    assertThat(without.message()).contains("oldPassword");
    assertThat(tooShort.message()).contains("password").contains("10");
    assertThat(right.status()).isEqualTo(200);
    assertThat(basic("ann", PASSWORD).status()).isEqualTo(401);
    assertThat(basic("ann", "another password").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_token_for_changing_makes_nobody_more_than_they_are(Dialect dialect) throws Exception {
    start(dialect, 0);
    long boss = user("boss", "ADMIN");
    long ann = user("ann", "USER");
    String writing = token(boss, "WRITE");
    String password = "{\"password\":\"" + PASSWORD + "\"}";

    Reply own = putAs(writing, "/api/users/boss/password", password);
    Reply promoted = putAs(writing, "/api/users/" + ann, "{\"role\":\"ADMIN\"}");
    Reply renamed = putAs(writing, "/api/users/" + ann, "{\"username\":\"eve\"}");

    for (Reply reply : List.of(own, promoted, renamed)) {
      assertThat(reply.status()).as(reply.text()).isEqualTo(403);
      assertThat(reply.message()).contains("scope ADMIN");
    }
    assertThat(basic("boss", PASSWORD).status()).isEqualTo(401);
    assertThat(server.get("/api/users/ann").json().path("role").asText()).isEqualTo("USER");
    assertThat(putAs(writing, "/api/users/ann/password", password).status()).isEqualTo(200);
    assertThat(putAs(writing, "/api/users/ann", "{\"firstName\":\"Ann\"}").status()).isEqualTo(200);
    String all = token(boss, "ADMIN");
    assertThat(putAs(all, "/api/users/boss/password", password).status()).isEqualTo(200);
    assertThat(putAs(all, "/api/users/ann", "{\"role\":\"ADMIN\"}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void who_guesses_passwords_waits_longer_and_longer(Dialect dialect) throws Exception {
    start(dialect, 0);
    user("ann", "USER");
    server.put("/api/users/ann/password", "{\"password\":\"" + PASSWORD + "\"}");

    for (int i = 0; i < 5; i++) {
      assertThat(basic("ann", "guess " + i).status()).isEqualTo(401);
    }
    Reply sixth = basic("ann", PASSWORD);
    now = now.plusSeconds(1);
    Reply afterASecond = basic("ann", "guess again");
    now = now.plusSeconds(1);
    Reply tooEarly = basic("ann", PASSWORD);
    now = now.plusSeconds(1);
    Reply afterTwo = basic("ann", PASSWORD);

    assertThat(sixth.status()).isEqualTo(429);
    assertThat(sixth.response().headers().firstValue("Retry-After")).hasValue("1");
    assertThat(afterASecond.status()).isEqualTo(401);
    assertThat(tooEarly.status()).isEqualTo(429);
    assertThat(afterTwo.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_token_is_shown_once_and_works_until_it_expires_or_is_revoked(Dialect dialect)
      throws Exception {
    start(dialect, 0);
    long ann = user("ann", "USER");
    String expiresAt = now.plus(Duration.ofHours(1)).toString();
    JsonNode made =
        server
            .post(
                "/api/tokens",
                "{\"name\":\"ci\",\"user\":{\"id\":"
                    + ann
                    + "},\"scopes\":[\"READ\"],\"expiresAt\":\""
                    + expiresAt
                    + "\"}")
            .json();
    String token = made.path("token").asText();
    assertThat(token).hasSizeGreaterThan(30);

    assertThat(as(token, "/api/users/current").json().path("username").asText()).isEqualTo("ann");
    JsonNode listed = server.get("/api/tokens").json().path(0);
    assertThat(listed.path("lastUsedAt").asText()).startsWith(now.toString().substring(0, 19));
    assertThat(listed.has("token")).isFalse();
    assertThat(number("select count(*) from api_tokens where hash = '" + token + "'")).isZero();

    now = now.plus(Duration.ofHours(1));
    assertThat(as(token, "/api/users/current").status()).isEqualTo(401);
    assertThat(as(token, "/api/users/current").message()).contains("expired");

    String other =
        server
            .post("/api/tokens", "{\"name\":\"x\",\"scopes\":[\"ADMIN\"]}")
            .json()
            .path("token")
            .asText();
    long id = server.get("/api/tokens").json().path(1).path("id").asLong();
    assertThat(as(other, "/api/users").status()).isEqualTo(200);
    assertThat(server.delete("/api/tokens/" + id).status()).isEqualTo(204);
    assertThat(as(other, "/api/users").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_token_makes_none_that_may_do_more_than_it_may_itself(Dialect dialect) throws Exception {
    start(dialect, 0);
    String write =
        server
            .post("/api/tokens", "{\"name\":\"w\",\"scopes\":[\"WRITE\"]}")
            .json()
            .path("token")
            .asText();

    Reply admin = postAs(write, "/api/tokens", "{\"name\":\"a\",\"scopes\":[\"ADMIN\"]}");
    Reply same = postAs(write, "/api/tokens", "{\"name\":\"b\",\"scopes\":[\"WRITE\"]}");
    Reply none = postAs(write, "/api/tokens", "{\"name\":\"c\"}");
    Reply unknown = postAs(write, "/api/tokens", "{\"name\":\"c\",\"scopes\":[\"ROOT\"]}");

    assertThat(admin.status()).isEqualTo(403);
    assertThat(same.status()).isEqualTo(201);
    assertThat(none.message()).contains("scopes");
    assertThat(unknown.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_user_cannot_make_themselves_an_administrator(Dialect dialect) throws Exception {
    start(dialect, 0);
    long ann = user("ann", "RESPONDER");
    String token = tokenOf(ann);

    Reply role = putAs(token, "/api/users/ann", "{\"firstName\":\"Ann\",\"role\":\"ADMIN\"}");
    Reply name = putAs(token, "/api/users/ann", "{\"firstName\":\"Ann\",\"username\":\"root\"}");
    Reply own = putAs(token, "/api/users/ann", "{\"firstName\":\"Anna\"}");

    assertThat(role.status()).isEqualTo(403);
    assertThat(name.status()).isEqualTo(403);
    assertThat(own.json().path("firstName").asText()).isEqualTo("Anna");
    assertThat(own.json().path("role").asText()).isEqualTo("RESPONDER");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void more_calls_than_the_limit_are_told_when_to_come_back(Dialect dialect) throws Exception {
    start(dialect, 10);

    for (int i = 0; i < 10; i++) {
      assertThat(server.get("/api/users").status()).isEqualTo(200);
    }
    Reply tooMany = server.get("/api/users");
    now = now.plusSeconds(6);
    Reply later = server.get("/api/users");

    assertThat(tooMany.status()).isEqualTo(429);
    assertThat(tooMany.response().headers().firstValue("Retry-After")).hasValue("6");
    assertThat(later.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void the_audit_log_says_who_changed_what_without_its_secrets(Dialect dialect) throws Exception {
    start(dialect, 0);
    long ann = user("ann", "USER");
    String token = tokenOf(ann);
    postAs(
        token,
        "/api/escalation-policies",
        "{\"name\":\"ops\",\"escalationRules\":[{\"users\":[{\"id\":"
            + ann
            + "}],\"escalationTimeout\":5}]}");
    JsonNode source =
        postAs(
                token,
                "/api/alert-sources",
                "{\"name\":\"prod\",\"integrationType\":\"API\",\"escalationPolicy\":{\"id\":1}}")
            .json();
    putAs(
        token,
        "/api/alert-sources/" + source.path("id").asLong(),
        "{\"name\":\"production\",\"escalationPolicy\":{\"id\":1}}");

    postAs(
        token,
        "/api/users/ann/contacts/channels",
        "{\"connector\":{\"id\":\"webhook\"},\"target\":\"https://hook.example/x\","
            + "\"params\":{\"apiKey\":\"k3y-of-contact\"}}");

    JsonNode log = server.get("/api/audit-log?resource=alert-source").json();

    assertThat(log).hasSize(2);
    assertThat(log.path(0).path("operation").asText()).isEqualTo("replace-alert-source");
    assertThat(log.path(0).path("userId").asLong()).isEqualTo(ann);
    assertThat(log.path(0).at("/was/name").asText()).isEqualTo("prod");
    assertThat(log.path(0).at("/became/name").asText()).isEqualTo("production");
    assertThat(log.path(1).path("was").isNull()).isTrue();
    assertThat(server.get("/api/audit-log").text())
        .doesNotContain(source.path("integrationKey").asText())
        .doesNotContain("k3y-of-contact")
        .doesNotContain(token);
    assertThat(server.get("/api/audit-log?user=" + ann).json()).hasSize(4);
    assertThat(server.get("/api/audit-log?until=2020-01-01T00:00:00Z").json()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void only_who_configures_a_source_sees_its_key(Dialect dialect) throws Exception {
    start(dialect, 0);
    long ann = user("ann", "RESPONDER");
    server.post(
        "/api/escalation-policies",
        "{\"name\":\"ops\",\"escalationRules\":[{\"users\":[{\"id\":"
            + ann
            + "}],\"escalationTimeout\":5}]}");
    server.post(
        "/api/alert-sources",
        "{\"name\":\"prod\",\"integrationType\":\"ALIBABACLOUD\",\"escalationPolicy\":{\"id\":1}}");

    JsonNode seen = as(tokenOf(ann), "/api/alert-sources/1").json();

    assertThat(seen.path("name").asText()).isEqualTo("prod");
    assertThat(seen.path("integrationKey").isNull()).isTrue();
    assertThat(seen.path("integrationUrl").isNull()).isTrue();
    assertThat(server.get("/api/alert-sources/1").json().path("integrationKey").asText())
        .isNotEmpty();
  }

  private Reply changeOwn(String json) {
    return server.send(
        server
            .bare("/api/users/ann/password")
            .header("Authorization", "Basic " + encoded("ann", PASSWORD))
            .PUT(BodyPublishers.ofString(json)));
  }

  private Reply basic(String username, String password) {
    return server.send(
        server
            .bare("/api/users/current")
            .header("Authorization", "Basic " + encoded(username, password)));
  }

  private static String encoded(String username, String password) {
    return Base64.getEncoder()
        .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private Reply as(String token, String path) {
    return server.send(server.bare(path).header("Authorization", "Bearer " + token));
  }

  private Reply postAs(String token, String path, String json) {
    return server.send(
        server
            .bare(path)
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(json)));
  }

  private Reply putAs(String token, String path, String json) {
    return server.send(
        server
            .bare(path)
            .header("Authorization", "Bearer " + token)
            .PUT(BodyPublishers.ofString(json)));
  }

  private long user(String username, String role) {
    return server
        .post("/api/users", "{\"username\":\"" + username + "\",\"role\":\"" + role + "\"}")
        .json()
        .path("id")
        .asLong();
  }

  private String tokenOf(long userId) {
    return token(userId, "ADMIN");
  }

  private String token(long userId, String scope) {
    return server
        .post(
            "/api/tokens",
            "{\"name\":\"test\",\"user\":{\"id\":" + userId + "},\"scopes\":[\"" + scope + "\"]}")
        .json()
        .path("token")
        .asText();
  }

  private long number(String sql) throws Exception {
    try (var connection = database.dataSource().getConnection();
        var rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
