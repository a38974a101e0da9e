package io.dutybell.bench;

import static io.dutybell.bench.Bench.say;

import io.dutybell.outside.RunningProduct;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How long it takes to change and to read a configuration that is large, over HTTP. */
final class Configuring {

  private static final int USERS = Integer.getInteger("bench.users", 1_990);
  private static final int SOURCES = 1_000;
  private static final int SCHEDULES = 600;
  private static final int POLICIES = 500;
  private static final int SECONDS = Integer.getInteger("bench.seconds", 20);
  private static final int CALLS = Integer.getInteger("bench.calls", 50);
  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

  private final Stage stage;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger numbers = new AtomicInteger();

  private Configuring(Stage stage) {
    this.stage = stage;
  }

  static void run() {
    try (Stage stage = new Stage("log", "log", true)) {
      Configuring bench = new Configuring(stage);
      bench.fill();
      bench.changes("warming up");
      bench.changes("one change after the other");
      bench.documents();
      bench.together("nobody else", 0, 0);
      bench.together("4 who change and 16 who read", 4, 16);
      bench.together("16 who change", 16, 0);
    }
  }

  /** What answered a call, in how many milliseconds. */
  private record Answered(int status, String body, double millis) {}

  private Answered call(String method, String path, String type, String body) {
    long start = System.nanoTime();
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create(stage.product.url(path)))
                  .header("Authorization", "Bearer " + RunningProduct.ADMIN_TOKEN)
                  .header("Content-Type", type)
                  .timeout(Duration.ofMinutes(5))
                  .method(method, HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return new Answered(
          response.statusCode(), response.body(), (System.nanoTime() - start) / 1e6);
    } catch (IOException e) {
      return new Answered(0, e.toString(), (System.nanoTime() - start) / 1e6);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Answered json(String method, String path, String body) {
    return call(method, path, "application/json", body);
  }

  private Answered apply(String document, boolean isTrial) {
    return call("POST", "/api/config/apply?dry-run=" + isTrial, "application/yaml", document);
  }

  private static String entries(String section, int from, int until, IntFunction<String> entry) {
    return section
        + ":\n"
        + IntStream.range(from, until).mapToObj(entry).collect(Collectors.joining("\n"))
        + "\n";
  }

  private static String user(int n, String position) {
    return """
        - username: user-%d
          firstName: First %d
          lastName: Last
          email: user-%d@example.com
          timezone: Asia/Shanghai
          position: %s
          contacts:
            emails: [{target: user-%d@example.com}]
            channels: [{connector: log, target: user-%d}]
          notificationPreferences:
            alerts:
              - {contact: user-%d@example.com, type: HIGH_PRIORITY, delayMin: 0}
              - {contact: {connector: log, target: user-%d}, type: HIGH_PRIORITY, delayMin: 5}"""
        .formatted(n, n, n, position, n, n, n, n)
        .indent(2)
        .stripTrailing();
  }

  private static String bareUser(int n, String position) {
    return "  - {username: user-%d, firstName: First %d, position: %s}".formatted(n, n, position);
  }

  private static String schedule(int n) {
    String users =
        IntStream.range(0, 5)
            .mapToObj(i -> "user-" + (n * 3 + i) % USERS)
            .collect(Collectors.joining(", ", "[", "]"));
    String layer =
        "{name: %s, startsOn: \"2026-01-05T09:00\", users: %s, rotation: P7D, restrictionType: TIMES_OF_WEEK,"
            + " restrictions: [{from: {dayOfWeek: MONDAY, time: \"08:00\"}, to: {dayOfWeek: FRIDAY, time: \"18:00\"}}]}";
    return "  - {name: schedule-%d, type: RECURRING, scheduleLayers: [%s]}"
        .formatted(n, layer.formatted("days", users));
  }

  private static String policy(int n) {
    return ("  - {name: policy-%d, escalationRules: [{schedules: [schedule-%d], escalationTimeout: 5},"
            + " {users: [user-%d], escalationTimeout: 15}]}")
        .formatted(n, n % SCHEDULES, n % USERS);
  }

  private static String source(int n) {
    return ("  - {name: source-%d, integrationType: ALIBABACLOUD, escalationPolicy: policy-%d,"
            + " alertCreation: ONE_ALERT_GROUPED_PER_WINDOW, alertGroupingWindow: PT5M,"
            + " ipAllowList: [\"203.0.113.0/24\"], summaryTemplate: {textTemplate: \"{{alertName}} on {{instanceName}}\"}}")
        .formatted(n, n % POLICIES);
  }

  private void fill() {
    double seconds = 0;
    for (int from = 0; from < USERS; from += 400) {
      seconds += made(entries("users", from, Math.min(USERS, from + 400), n -> user(n, "none")));
    }
    seconds += made(entries("schedules", 0, SCHEDULES, Configuring::schedule));
    seconds += made(entries("escalationPolicies", 0, POLICIES, Configuring::policy));
    seconds += made(entries("alertSources", 0, SOURCES / 2, Configuring::source));
    seconds += made(entries("alertSources", SOURCES / 2, SOURCES, Configuring::source));
    say(
        String.format(
            "%,d users, %,d schedules, %,d policies and %,d sources were applied in %.1f s",
            USERS, SCHEDULES, POLICIES, SOURCES, seconds));
  }

  private double made(String document) {
    Answered answered = apply(document, false);
    if (answered.status() != 200) {
      throw new IllegalStateException(answered.status() + " " + answered.body());
    }
    return answered.millis() / 1_000;
  }

  /** A resource that is changed again and again. */
  private record Changed(String name, String path, IntFunction<String> body) {}

  private List<Changed> changed() {
    long user = id("/api/users?start-index=100&max-results=1");
    long policy = id("/api/escalation-policies/name/policy-7");
    return List.of(
        new Changed("a user", "/api/users/" + user, n -> "{\"position\":\"p%d\"}".formatted(n)),
        new Changed(
            "a policy",
            "/api/escalation-policies/" + policy,
            n ->
                "{\"name\":\"policy-7\",\"escalationRules\":[{\"users\":[{\"id\":%d}],\"escalationTimeout\":%d}]}"
                    .formatted(user, 1 + n % 1_000)),
        new Changed(
            "a source",
            "/api/alert-sources/" + id("/api/alert-sources/name/source-7"),
            n ->
                "{\"name\":\"source-7\",\"escalationPolicy\":{\"id\":%d},\"autoResolutionTimeout\":\"PT%dM\"}"
                    .formatted(policy, 1 + n % 1_000)),
        new Changed(
            "a schedule",
            "/api/schedules/" + id("/api/schedules/name/schedule-7"),
            n ->
                "{\"name\":\"schedule-7\",\"type\":\"STATIC\",\"shifts\":[{\"user\":{\"id\":%d},\"start\":\"2027-01-01T00:00:%02dZ\",\"end\":\"2027-01-02T00:00:00Z\"}]}"
                    .formatted(user, n % 60)));
  }

  private long id(String path) {
    Matcher matcher = ID.matcher(json("GET", path, "").body());
    if (!matcher.find()) {
      throw new IllegalStateException("nothing at " + path);
    }
    return Long.parseLong(matcher.group(1));
  }

  private void changes(String name) {
    List<String> said = new ArrayList<>();
    for (Changed thing : changed()) {
      Measured measured =
          Measured.of(
              CALLS,
              Duration.ofMinutes(1),
              () -> {
                Answered answered =
                    json("PUT", thing.path(), thing.body().apply(numbers.incrementAndGet()));
                if (answered.status() != 200) {
                  throw new IllegalStateException(answered.status() + " " + answered.body());
                }
              });
      said.add(thing.name() + " " + measured);
    }
    say(name + ", PUT, ms p50/p99: " + String.join(", ", said));
  }

  private void documents() {
    String positions = entries("users", 0, USERS, n -> bareUser(n, "other"));
    for (int i = 0; i < 2; i++) {
      Answered exported = call("GET", "/api/config/export", "application/json", "");
      say(
          String.format(
              "export: %d, %,d bytes in %.2f s",
              exported.status(), exported.body().length(), exported.millis() / 1_000));
      if (i == 0) {
        Answered nothing = apply(exported.body(), true);
        say(
            String.format(
                "dry run of what was exported: %d, %s in %.2f s",
                nothing.status(), start(nothing.body()), nothing.millis() / 1_000));
      }
    }
    for (boolean isTrial : new boolean[] {true, false}) {
      Answered answered = apply(positions, isTrial);
      say(
          String.format(
              "%s of a document that changes %,d users: %d, %s in %.2f s",
              isTrial ? "dry run" : "apply",
              USERS,
              answered.status(),
              answered.status() == 200
                  ? answered.body().split("\"action\"", -1).length - 1 + " changes"
                  : start(answered.body()),
              answered.millis() / 1_000));
    }
  }

  private static String start(String body) {
    return body.substring(0, Math.min(120, body.length()));
  }

  /** Callbacks at a steady rate, while others change and read the configuration. */
  private void together(String name, int changers, int readers) {
    AtomicBoolean isOver = new AtomicBoolean();
    Map<String, Integer> statuses = new ConcurrentHashMap<>();
    List<Changed> things = changed();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < changers; i++) {
      Changed thing = things.get(i % things.size());
      threads.add(
          new Thread(
              () -> {
                while (!isOver.get()) {
                  Answered answered =
                      json("PUT", thing.path(), thing.body().apply(numbers.incrementAndGet()));
                  statuses.merge("changes answered " + answered.status(), 1, Integer::sum);
                }
              }));
    }
    List<String> paths =
        List.of(
            "/api/users?max-results=10",
            "/api/alert-sources/name/source-9",
            "/api/escalation-policies/name/policy-9",
            "/api/alerts/count");
    for (int i = 0; i < readers; i++) {
      String path = paths.get(i % paths.size());
      threads.add(
          new Thread(
              () -> {
                while (!isOver.get()) {
                  statuses.merge(
                      "reads answered " + json("GET", path, "").status(), 1, Integer::sum);
                }
              }));
    }
    threads.forEach(Thread::start);
    Load.Result callbacks =
        Load.steady(
            stage.product.port(),
            8,
            Template.callback(stage.source.path()),
            1 + numbers.getAndAdd(1_000_000),
            100,
            Duration.ofSeconds(SECONDS),
            n -> {});
    isOver.set(true);
    threads.forEach(Configuring::join);
    say(
        String.format(
            Locale.ROOT,
            "%s, for %d s: callbacks %s; %s",
            name,
            SECONDS,
            callbacks,
            new TreeMap<>(statuses)));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
