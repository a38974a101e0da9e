package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.api.Described.Operation;
import io.dutybell.api.ExampleCalls.Request;
import io.dutybell.api.ExampleCalls.Sent;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every example of the OpenAPI document, sent to the API: each is accepted, and each answer is as
 * the document says. What they make is deleted again in the end.
 */
class OpenApiExamplesTest {

  /** Answered by other servers than the one of this test. */
  private static final List<String> ELSEWHERE =
      List.of("/act/", "/api/events", "/api/v1/events", AlertFeed.PATH);

  private static final UUID NOTIFICATION = UUID.fromString("0199f3a1-7c40-7000-8000-000000000002");

  private Database database;
  private ApiServer server;
  private Described described;
  private ExampleCalls calls;
  private String token = ApiServer.TOKEN;
  private final List<String> wrong = new ArrayList<>();

  static boolean isElsewhere(Operation operation) {
    return ELSEWHERE.stream().anyMatch(operation.path()::startsWith);
  }

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void every_example_is_accepted_and_every_answer_is_as_described(Dialect dialect)
      throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    described = Described.of(server.send(server.bare("/api/openapi.yaml")).text());
    calls = new ExampleCalls(described, this::exchange, OpenApiExamplesTest::isElsewhere);
    storeAlert();

    wrong.addAll(calls.furnish(this::check));
    token = tokenOfAnAdministrator();
    calls.requests(o -> o.method().equals("GET")).forEach(this::send);
    calls.requests(o -> o.method().equals("HEAD")).forEach(this::send);
    calls.requests(o -> o.method().equals("POST") && !ExampleCalls.makes(o)).forEach(this::send);
    calls.requests(o -> o.method().equals("PUT")).forEach(this::send);
    server.alerts.execute("update alerts set status = 'RESOLVED'");
    wrong.addAll(calls.clear(this::check));

    assertThat(wrong).isEmpty();
    assertThat(server.get("/api/alert-sources").json()).isEmpty();
  }

  private void send(Request request) {
    check(request, calls.send(request));
  }

  private Sent exchange(String method, String path, String body) {
    HttpRequest.Builder http = server.bare(path).header("Authorization", "Bearer " + token);
    if (body != null) {
      http.header("Content-Type", "application/json");
    }
    Reply reply =
        server.send(
            http.method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    return new Sent(
        reply.status(),
        reply.response().headers().firstValue("Content-Type").orElse(""),
        reply.text());
  }

  private void check(Request request, Sent sent) {
    JsonNode responses = request.operation().json().path("responses");
    JsonNode response = described.resolved(responses.path(String.valueOf(sent.status())));
    if (sent.status() >= 300 || response.isMissingNode()) {
      wrong.add(request + " is answered " + sent.status() + " " + sent.text());
      return;
    }
    JsonNode media = response.path("content").path(sent.type().split(";")[0]);
    if (sent.text().isEmpty() != response.path("content").isEmpty()
        || !sent.text().isEmpty() && media.isMissingNode()) {
      wrong.add(request + " is answered with a body of type '" + sent.type() + "'");
    } else if (sent.type().startsWith("application/json")) {
      described
          .mistakes(media.path("schema"), sent.json(), true)
          .forEach(mistake -> wrong.add(request + mistake));
    }
  }

  private String tokenOfAnAdministrator() {
    long id =
        server
            .post("/api/users", "{\"username\":\"root\",\"role\":\"ADMIN\"}")
            .json()
            .path("id")
            .asLong();
    return server
        .post(
            "/api/tokens",
            "{\"name\":\"test\",\"user\":{\"id\":" + id + "},\"scopes\":[\"ADMIN\"]}")
        .json()
        .path("token")
        .asText();
  }

  /** An alert with something in each of its lists; no call of the API makes one. */
  private void storeAlert() {
    Timestamp at = Timestamp.from(ApiServer.NOW);
    server.alerts.store(1, "PENDING", "disk full", ApiServer.NOW);
    server.alerts.execute(
        "insert into alert_members (alert_id, alert_key, status, severity, summary, current_value, opened_at,"
            + " last_event_at, event_count) values (1, 'key-1', 'OPEN', 'WARN', 'disk full', '97', ?, ?, 1)",
        at,
        at);
    server.alerts.assign(1, 1);
    server.alerts.execute(
        "insert into timeline (alert_id, at, type, text, user_id) values (1, ?, 'AlertReceivedLogEntry', 'x', 1)",
        at);
    server.alerts.execute(
        "insert into events (id, source_id, position, format, received_at, node, method, content_type,"
            + " remote_address, body, processed_at, outcome, reason, event_type, alert_key, alert_id) values"
            + " (?, 1, 0, 'GENERIC', ?, 'n', 'POST', 'application/json', '203.0.113.7', ?, ?, 'CREATED', 'new',"
            + " 'ALERT', 'key-1', 1)",
        UUID.fromString("0199f3a1-7c40-7000-8000-000000000001"),
        at,
        "{}".getBytes(StandardCharsets.UTF_8),
        at);
    server.alerts.execute(
        "insert into notifications (id, alert_id, user_id, contact_id, connector, purpose, urgency, state,"
            + " created_at, first_due_at, attempts, relayed) values (?, 1, 1, 1, 'email', 'ALERT', 1, 'FAILED',"
            + " ?, ?, 1, false)",
        NOTIFICATION,
        at,
        at);
    server.alerts.execute(
        "insert into notification_attempts (notification_id, number, at, notifier, status, error, duration_ms)"
            + " values (?, 1, ?, 'email', '550', 'no such mailbox', 12)",
        NOTIFICATION,
        at);
  }
}
