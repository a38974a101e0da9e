package io.dutybell.bench;

import static io.dutybell.bench.Bench.say;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.outside.RunningProduct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How long the API takes to list, count, show and change alerts when a million are stored: for an
 * administrator, and for a responder from whom the alerts of a private team are hidden.
 */
final class Asking {

  private static final int CALLS = Integer.getInteger("bench.calls", 200);
  private static final Duration LONGEST = Duration.ofSeconds(4);
  private static final double LIMIT_MS = 200;

  private final Stage stage;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<String> tooSlow = new ArrayList<>();
  private final Deque<Long> pending = new ArrayDeque<>();

  private Asking(Stage stage) {
    this.stage = stage;
  }

  /** Who asks. */
  private record Asker(String name, String token) {}

  static void run() {
    try (Stage stage = new Stage("log", "log", true)) {
      new Asking(stage).measure();
    }
  }

  private void measure() {
    String responder = setUp();
    fill();
    Asker admin = new Asker("administrator", RunningProduct.ADMIN_TOKEN);
    Asker restricted = new Asker("responder", responder);
    for (Asker asker : List.of(admin, restricted)) {
      for (int i = 0; i < 2; i++) {
        Measured.of(50, LONGEST, () -> get(asker, "/api/alerts?state=PENDING"));
        Measured.of(50, LONGEST, () -> get(asker, "/api/alerts/count?alert-source=2"));
      }
      say(asker.name() + ": milliseconds, p50/p99");
      filters().forEach(filter -> measureFilter(asker, filter));
      deepPages().forEach(page -> measureRead(asker, "/api/alerts?" + page));
      measureOne(asker);
      measureActions(asker);
    }
    say(
        tooSlow.isEmpty()
            ? "nothing took longer than 200 ms at its p99"
            : "above 200 ms at the p99: " + String.join(", ", tooSlow));
  }

  /** Twenty users and sources, five policies, three teams; gives the responder's token. */
  private String setUp() {
    for (int user = 2; user <= 20; user++) {
      make(
          "/api/users",
          "{'firstName': 'U%1$d', 'email': 'u%1$d@example.com', 'role': 'RESPONDER'}"
              .formatted(user));
      make(
          "/api/users/" + user + "/contacts/channels",
          "{'connector': {'id': 'log'}, 'target': 'u'}");
    }
    make("/api/teams", "{'name': 'open'}");
    make(
        "/api/teams",
        "{'name': 'ours', 'visibility': 'PRIVATE', 'members': [{'user': {'id': 2}}]}");
    make("/api/teams", "{'name': 'theirs', 'visibility': 'PRIVATE'}");
    for (int policy = 2; policy <= 5; policy++) {
      make(
          "/api/escalation-policies",
          ("{'name': 'P%d', 'teams': [%s], 'escalationRules': ["
                  + "{'users': [{'id': %d}], 'escalationTimeout': 60},"
                  + " {'users': [{'id': %d}], 'escalationTimeout': 60}]}")
              .formatted(policy, policy == 4 ? "{'id': 3}" : "", policy, policy + 5));
    }
    for (int source = 2; source <= 20; source++) {
      make(
          "/api/alert-sources",
          ("{'name': 'S%d', 'integrationType': 'API', 'escalationPolicy': {'id': %d},"
                  + " 'teams': [%s]}")
              .formatted(source, source % 5 + 1, source <= 3 ? "{'id': " + source + "}" : ""));
    }
    stage.postgres.execute(
        "update alert_sources set teams = '[1]' where id = 1;"
            + " update configuration_version set version = version + 1");
    return make("/api/tokens", "{'name': 'r', 'scopes': ['READ', 'WRITE'], 'user': {'id': 2}}")
        .path("token")
        .asText();
  }

  /** With ' for every ". */
  private JsonNode make(String path, String json) {
    return stage.api.post(path, json.replace('\'', '"'));
  }

  private void fill() {
    try {
      stage.postgres.execute(Files.readString(Path.of("src/bench/million-alerts.sql")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // As autovacuum leaves it within a minute.
    stage.postgres.execute("vacuum analyze");
    say(String.format("%,d alerts", stage.postgres.number("select count(*) from alerts")));
    try (Connection connection = stage.postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select id from alerts where source_id = 1 and status = 'PENDING' order by random()")) {
      while (found.next()) {
        pending.add(found.getLong(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> filters() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String from = "from=" + now.minus(Duration.ofDays(30));
    String until = "until=" + now.minus(Duration.ofDays(20));
    return List.of(
        "",
        "state=PENDING",
        "state=ACCEPTED",
        "state=RESOLVED",
        "state=PENDING&state=ACCEPTED",
        "state=PENDING&state=RESOLVED",
        "alert-source=1",
        "alert-source=2",
        "alert-source=20",
        "alert-source=4&alert-source=20",
        "assigned-to=1",
        "assigned-to=5",
        "assigned-to=20",
        "assigned-to=777",
        from,
        until,
        from + "&" + until,
        "priority=HIGH",
        "severity=CRITICAL",
        "severity=WARN&severity=INFO",
        "team=1",
        "team=2",
        "policy=1",
        "policy=99",
        "q=prod-web-42",
        "q=nothing",
        "state=PENDING&q=nothing",
        "alert-source=20&q=web",
        "assigned-to=20&q=web",
        "state=PENDING&priority=HIGH&severity=CRITICAL",
        "state=RESOLVED&priority=LOW&severity=INFO",
        "state=PENDING&assigned-to=1",
        "state=PENDING&assigned-to=20",
        "state=ACCEPTED&assigned-to=5",
        "state=RESOLVED&assigned-to=1",
        "priority=LOW&assigned-to=1",
        "priority=LOW&assigned-to=5",
        "assigned-to=1&assigned-to=2",
        "assigned-to=1&assigned-to=2&state=RESOLVED",
        "assigned-to=1&assigned-to=5&policy=99",
        everybody(),
        everybody() + "&priority=LOW&severity=INFO",
        "assigned-to=1&alert-source=1",
        "assigned-to=1&alert-source=20",
        "assigned-to=1&team=1&state=RESOLVED",
        "assigned-to=1&policy=3&severity=INFO",
        "assigned-to=1&policy=99&severity=CRITICAL",
        "assigned-to=1&" + from,
        "assigned-to=1&state=RESOLVED&" + from + "&" + until,
        "assigned-to=1&q=nothing",
        "assigned-to=1&state=PENDING&q=nothing",
        "assigned-to=1&assigned-to=2&priority=LOW&q=nothing",
        "priority=LOW&severity=INFO&policy=3&q=nothing",
        "alert-source=2&state=RESOLVED&q=nothing",
        "team=1&state=PENDING",
        "team=1&state=RESOLVED",
        "team=2&severity=CRITICAL",
        "policy=3&state=PENDING",
        "policy=3&state=RESOLVED",
        "policy=3&assigned-to=20",
        "alert-source=20&state=PENDING",
        "alert-source=1&state=RESOLVED",
        "alert-source=1&severity=INFO&" + from,
        "state=PENDING&assigned-to=2&" + from);
  }

  private static List<String> deepPages() {
    return List.of(
        "start-index=100000",
        "start-index=900000",
        "start-index=5000000",
        "state=RESOLVED&start-index=800000",
        "alert-source=1&start-index=400000",
        "priority=HIGH&start-index=600000",
        "assigned-to=1&start-index=500000",
        "assigned-to=1&state=RESOLVED&start-index=450000",
        "assigned-to=1&alert-source=1&start-index=400000",
        "assigned-to=1&severity=WARN&start-index=200000",
        "assigned-to=1&assigned-to=2&start-index=500000",
        everybody() + "&start-index=900000");
  }

  /** All twenty users, who have all alerts among them. */
  private static String everybody() {
    return IntStream.rangeClosed(1, 20)
        .mapToObj(user -> "assigned-to=" + user)
        .collect(Collectors.joining("&"));
  }

  private void measureFilter(Asker asker, String filter) {
    Measured list = Measured.of(CALLS, LONGEST, () -> get(asker, "/api/alerts?" + filter));
    Measured count = Measured.of(CALLS, LONGEST, () -> get(asker, "/api/alerts/count?" + filter));
    say(String.format("%-75s list %s  count %s", filter, list, count));
    note(asker, "list " + filter, list);
    note(asker, "count " + filter, count);
  }

  private void measureRead(Asker asker, String path) {
    Measured read = Measured.of(CALLS, LONGEST, () -> get(asker, path));
    say(String.format("%-75s %s", "GET " + path, read));
    note(asker, path, read);
  }

  private void measureOne(Asker asker) {
    for (String part :
        List.of(
            "",
            "?include=escalationRules&include=nextEscalationUser",
            "/log-entries",
            "/members",
            "/events",
            "/notifications",
            "/suggested-responders")) {
      Measured read =
          Measured.of(CALLS, LONGEST, () -> get(asker, "/api/alerts/" + another() + part));
      say(String.format("%-75s %s", "GET {id}" + part, read));
      note(asker, part, read);
    }
  }

  private void measureActions(Asker asker) {
    String tomorrow =
        Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS).toString();
    for (String action :
        List.of(
            "PUT /accept",
            "PUT /resolve",
            "PUT /assign?user-id=3",
            "PUT /assign?policy-id=2",
            "PUT /escalate",
            "PUT /priority?value=LOW",
            "PUT /snooze?until=" + tomorrow,
            "POST /comments {\"text\": \"seen\"}",
            "POST /responders {\"user\": {\"id\": 3}}")) {
      String[] parts = action.split(" ", 3);
      Measured acted =
          Measured.of(
              CALLS,
              LONGEST,
              () ->
                  call(
                      asker,
                      parts[0],
                      "/api/alerts/" + pending.removeFirst() + parts[1],
                      parts.length > 2 ? parts[2] : ""));
      say(String.format("%-75s %s", action.replace(tomorrow, "…"), acted));
      note(asker, action, acted);
    }
  }

  /** A pending alert that nobody has changed. */
  private long another() {
    pending.addLast(pending.removeFirst());
    return pending.peekLast();
  }

  private void note(Asker asker, String what, Measured measured) {
    if (measured.p99() > LIMIT_MS) {
      tooSlow.add(String.format("%s %s %.0f ms", asker.name(), what, measured.p99()));
    }
  }

  private void get(Asker asker, String path) {
    call(asker, "GET", path, "");
  }

  private void call(Asker asker, String method, String path, String json) {
    try {
      HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(URI.create(stage.product.url(path)))
                  .header("Authorization", "Bearer " + asker.token())
                  .header("Content-Type", "application/json")
                  .method(method, HttpRequest.BodyPublishers.ofString(json))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() / 100 != 2) {
        throw new IllegalStateException(
            method
                + " "
                + path
                + " answered "
                + new String(response.body(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
