package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ApiServer.Reply;
import io.dutybell.api.Described.Operation;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every example of the OpenAPI document, sent to the API: each is accepted, and each answer is as
 * the document says. The examples make the things that the others are about, in whatever order they
 * need each other, and in the end they are deleted in the same way; a resource that is described in
 * a new file is tried without a change here.
 */
class OpenApiExamplesTest {

  /** Answered by other servers than the one of this test. */
  private static final List<String> ELSEWHERE =
      List.of("/act/", "/api/events", "/api/v1/events", AlertFeed.PATH);

  private static final UUID NOTIFICATION = UUID.fromString("0199f3a1-7c40-7000-8000-000000000002");

  private Database database;
  private ApiServer server;
  private Described described;
  private String token = ApiServer.TOKEN;
  private final List<String> wrong = new ArrayList<>();

  /** A request that an example makes. */
  private record Request(Operation operation, String path, String body) {

    @Override
    public String toString() {
      return operation.method() + " " + path + (body == null ? "" : " " + body);
    }
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
    storeAlert();

    List<Request> made = untilNothingMoves(requests(this::makes));
    token = tokenOfAnAdministrator();
    requests(o -> !makes(o) && o.method().equals("GET")).forEach(this::send);
    requests(o -> !makes(o) && o.method().equals("POST")).forEach(this::send);
    requests(o -> o.method().equals("PUT")).forEach(this::send);
    server.alerts.execute("update alerts set status = 'RESOLVED'");
    untilNothingMoves(deletions(made));

    assertThat(wrong).isEmpty();
    assertThat(server.get("/api/alert-sources").json()).isEmpty();
  }

  private boolean makes(Operation operation) {
    return operation.method().equals("POST") && operation.json().path("responses").has("201");
  }

  /**
   * Sends the first that is accepted, and begins at the beginning again, until all is done or
   * nothing is accepted any more.
   */
  private List<Request> untilNothingMoves(List<Request> requests) {
    List<Request> done = new ArrayList<>();
    List<Request> open = new ArrayList<>(requests);
    int next = 0;
    while (next < open.size()) {
      Request request = open.get(next);
      Reply reply = exchange(request);
      if (reply.status() >= 400) {
        next++;
      } else {
        check(request, reply);
        String id = reply.text().isEmpty() ? "" : reply.json().path("id").asText();
        done.add(new Request(request.operation(), request.path() + "/" + id, request.body()));
        open.remove(next);
        next = 0;
      }
    }
    open.forEach(request -> wrong.add(request + " is answered " + exchange(request).text()));
    return done;
  }

  /** One for each thing that was made and whose resource can be deleted, parts before wholes. */
  private List<Request> deletions(List<Request> made) {
    List<Request> deletions = new ArrayList<>();
    for (Operation operation : described.operations()) {
      if (operation.method().equals("DELETE")) {
        String collection = operation.path().substring(0, operation.path().lastIndexOf('/'));
        List<Request> those =
            made.stream()
                .filter(m -> m.operation().path().equals(collection))
                .map(m -> new Request(operation, m.path(), null))
                .toList();
        if (those.isEmpty()) {
          wrong.add(operation + " deletes what no example makes");
        }
        deletions.addAll(those);
      }
    }
    deletions.sort(Comparator.comparing(d -> -d.path().split("/").length));
    return deletions;
  }

  private interface Choice {
    boolean of(Operation operation);
  }

  private List<Request> requests(Choice choice) {
    List<Request> requests = new ArrayList<>();
    for (Operation operation : described.operations()) {
      if (choice.of(operation) && ELSEWHERE.stream().noneMatch(operation.path()::startsWith)) {
        JsonNode content = described.resolved(operation.json().path("requestBody")).path("content");
        Map<String, JsonNode> bodies = described.examples(content.path("application/json"));
        if (bodies.isEmpty()) {
          if (operation.method().equals("GET")) {
            requests.add(new Request(operation, path(operation, ""), null));
          }
          requests.add(new Request(operation, path(operation, "") + query(operation), null));
        }
        bodies.forEach(
            (name, body) ->
                requests.add(new Request(operation, path(operation, name), body.toString())));
      }
    }
    return requests;
  }

  /**
   * The path with the examples of its parameters; an example body that is named like one of a
   * parameter's words belongs below that one.
   */
  private static String path(Operation operation, String name) {
    String path = operation.path();
    for (JsonNode parameter : operation.parametersIn("path")) {
      String value = parameter.path("example").asText();
      for (JsonNode word : parameter.path("schema").path("enum")) {
        value = word.asText().equals(name) ? name : value;
      }
      path = path.replace("{" + parameter.path("name").asText() + "}", encoded(value));
    }
    return path;
  }

  private static String query(Operation operation) {
    List<String> pairs = new ArrayList<>();
    for (JsonNode parameter : operation.parametersIn("query")) {
      JsonNode example = parameter.path("example");
      for (JsonNode value : example.isArray() ? example : List.of(example)) {
        if (!value.isMissingNode()) {
          pairs.add(parameter.path("name").asText() + "=" + encoded(value.asText()));
        }
      }
    }
    return pairs.isEmpty() ? "" : pairs.stream().collect(Collectors.joining("&", "?", ""));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private void send(Request request) {
    check(request, exchange(request));
  }

  private Reply exchange(Request request) {
    HttpRequest.Builder http =
        server.bare(request.path()).header("Authorization", "Bearer " + token);
    if (request.body() != null) {
      http.header("Content-Type", "application/json");
    }
    return server.send(
        http.method(
            request.operation().method(),
            request.body() == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(request.body())));
  }

  private void check(Request request, Reply reply) {
    JsonNode responses = request.operation().json().path("responses");
    JsonNode response = described.resolved(responses.path(String.valueOf(reply.status())));
    if (reply.status() >= 300 || response.isMissingNode()) {
      wrong.add(request + " is answered " + reply.status() + " " + reply.text());
      return;
    }
    String type = reply.response().headers().firstValue("Content-Type").orElse("");
    JsonNode media = response.path("content").path(type.split(";")[0]);
    if (reply.text().isEmpty() != response.path("content").isEmpty()
        || !reply.text().isEmpty() && media.isMissingNode()) {
      wrong.add(request + " is answered with a body of type '" + type + "'");
    } else if (type.startsWith("application/json")) {
      described
          .mistakes(media.path("schema"), reply.json(), true)
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
    server.alerts.execute(
        "insert into alert_responders (alert_id, user_id, level, assigned_at) values (1, 1, 1, ?)",
        at);
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
