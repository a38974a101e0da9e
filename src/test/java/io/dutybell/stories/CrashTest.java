package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dutybell.outside.Api;
import io.dutybell.outside.Callback;
import io.dutybell.outside.RunningProduct;
import io.dutybell.outside.WebhookReceiver;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The real process, killed with SIGKILL under load and started again over the same data: what was
 * acknowledged is never lost and never done twice. {@code -Ddutybell.crash.rounds=20} kills it more
 * often.
 */
class CrashTest {

  private static final int ROUNDS = Integer.getInteger("dutybell.crash.rounds", 3);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A notification that was sent when the process died is sent again when its lease is over. */
  private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(100);

  @TempDir Path folder;
  private final Queue<WebhookReceiver.Delivery> deliveries = new ConcurrentLinkedQueue<>();
  private final List<AutoCloseable> toClose = new ArrayList<>();
  private WebhookReceiver receiver;

  @BeforeEach
  void listen() {
    receiver = closing(new WebhookReceiver(deliveries::add));
  }

  @AfterEach
  void closeAll() throws Exception {
    Collections.reverse(toClose);
    for (AutoCloseable closeable : toClose) {
      closeable.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_was_acknowledged_survives_kill_9_at_any_moment_and_is_told(Dialect dialect)
      throws Exception {
    RunningProduct product = closing(RunningProduct.ofClasses(folder.resolve("home")));
    if (dialect == Dialect.POSTGRESQL) {
      product.withPostgresql(FreshDatabase.postgresql(), "postgres");
    }
    long seed = Long.getLong("dutybell.crash.seed", new Random().nextLong());
    Random random = new Random(seed);
    startFor(0, product);
    Api api = new Api(product);
    Api.Source source = api.makeSource("crash", "webhook", receiver.url());

    Callers callers = closing(new Callers(product.url(source.path()), 40, seed));
    for (int round = 0; round < ROUNDS; round++) {
      if (isStorm(round)) {
        awaitThat("a storm", () -> product.metric("dutybell_spool_callbacks") > 0);
      }
      killAfter(product, callers, 50 + random.nextInt(400));
      startFor(round + 1, product);
    }
    int enough = callers.acknowledgements.get() + 50;
    awaitThat("callbacks to be taken again", () -> callers.acknowledgements.get() > enough);
    callers.finish();
    awaitThat("the spool to be empty", () -> product.metric("dutybell_spool_callbacks") == 0);

    String run = "seed %d, %d rounds, log %s".formatted(seed, ROUNDS, product.log());
    List<JsonNode> events = workedOn(api, source);
    assertThat(events.stream().map(e -> e.path("body").asText()).toList())
        .as("every acknowledged callback is stored; %s", run)
        .containsAll(callers.acknowledged);
    assertThat(events.stream().map(e -> e.path("outcome").asText()))
        .as("none failed; %s", run)
        .doesNotContain("FAILED", "UNRECOGNISED", "");
    Map<String, List<JsonNode>> alerts = byInstance(api.alerts(source.id()));
    for (Callers.Problem problem : callers.problems) {
      assertThat(alerts.getOrDefault(problem.instance(), List.of()))
          .as("one alert for each episode of %s; %s", problem, run)
          .hasSize(problem.alerts())
          .filteredOn(alert -> !alert.path("status").asText().equals("RESOLVED"))
          .as("open at the end: %s; %s", problem, run)
          .hasSize(problem.isOpenAtTheEnd() ? 1 : 0);
    }
    assertThat(alerts).as("no other alerts; %s", run).hasSize(callers.problems.size());
    assertThatEveryOpenAlertIsTold(api, source, run);
    assertThat(keysByAlert("ALERT").values())
        .as("deliveries of one notification carry one key; %s", run)
        .allSatisfy(keys -> assertThat(Set.copyOf(keys)).hasSize(1).doesNotContainNull());
  }

  /** Every second time, what it is killed in is a storm. */
  private static boolean isStorm(int round) {
    return round % 2 == 1;
  }

  private static void startFor(int round, RunningProduct product) {
    product.with("DUTYBELL_STORM_RATE", isStorm(round) ? "50" : "0").start();
    product.awaitReady();
  }

  private void killAfter(RunningProduct product, Callers callers, int more) {
    int target = callers.acknowledgements.get() + more;
    awaitThat("load", () -> callers.acknowledgements.get() >= target);
    product.kill();
  }

  private List<JsonNode> workedOn(Api api, Api.Source source) {
    return await("every event to have an outcome")
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(250))
        .until(
            () -> api.events(source.id()),
            events -> events.stream().noneMatch(e -> e.path("outcome").isNull()));
  }

  private void assertThatEveryOpenAlertIsTold(Api api, Api.Source source, String run) {
    Set<Long> open =
        api.alerts(source.id()).stream()
            .filter(alert -> !alert.path("status").asText().equals("RESOLVED"))
            .map(alert -> alert.path("id").asLong())
            .collect(Collectors.toSet());
    await("every open alert to be told; " + run)
        .atMost(LONGER_THAN_A_LEASE)
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(
            () -> assertThat(keysByAlert("ALERT")).containsKeys(open.toArray(Long[]::new)));
  }

  @Test
  void two_nodes_make_one_alert_and_one_notification_of_a_callback_that_comes_four_times()
      throws Exception {
    List<RunningProduct> nodes = twoNodes();
    Api api = new Api(nodes.get(0));
    Api.Source source = api.makeSource("nodes", "webhook", receiver.url());
    int problems = 200;
    awaitKnown(nodes, source);

    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int problem = 0; problem < problems; problem++) {
      String body =
          new Callback("i-four-" + problem, "ALERT", "91", "episode-" + problem, "1767229382000")
              .body();
      for (int delivery = 0; delivery < 4; delivery++) {
        answers.add(post(nodes.get((problem + delivery) % 2), source, body));
      }
    }
    assertThat(answers).extracting(CompletableFuture::join).containsOnly(202);

    List<JsonNode> events = workedOn(api, source);
    assertThat(events).hasSize(4 * problems);
    Map<String, Long> outcomes =
        events.stream()
            .collect(Collectors.groupingBy(e -> e.path("outcome").asText(), Collectors.counting()));
    assertThat(outcomes).isEqualTo(Map.of("CREATED", (long) problems, "DUPLICATE", 3L * problems));
    List<JsonNode> alerts = api.alerts(source.id());
    assertThat(byInstance(alerts)).hasSize(problems);
    assertThat(alerts).hasSize(problems);
    await("every alert to be told")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> keysByAlert("ALERT").size() == problems);
    for (JsonNode alert : alerts) {
      assertThat(api.notifications(alert.path("id").asLong())).hasSize(1);
    }
    assertThat(keysByAlert("ALERT").values()).allSatisfy(keys -> assertThat(keys).hasSize(1));
  }

  @Test
  void five_hundred_simultaneous_first_events_of_one_key_on_two_nodes_make_one_alert()
      throws Exception {
    List<RunningProduct> nodes = twoNodes();
    Api api = new Api(nodes.get(0));
    Api.Source source = api.makeSource("burst", "webhook", receiver.url());
    awaitKnown(nodes, source);

    List<CompletableFuture<Integer>> answers =
        IntStream.range(0, 500)
            .mapToObj(
                n ->
                    post(
                        nodes.get(n % 2),
                        source,
                        new Callback(
                                "i-burst",
                                "ALERT",
                                "9" + n % 10,
                                "episode-of-the-burst",
                                String.valueOf(1_767_229_382_000L + n))
                            .body()))
            .toList();
    assertThat(answers).extracting(CompletableFuture::join).containsOnly(202);

    workedOn(api, source);
    assertThat(api.alerts(source.id()))
        .singleElement()
        .satisfies(alert -> assertThat(alert.path("eventCount").asInt()).isEqualTo(500))
        .satisfies(alert -> assertThat(api.notifications(alert.path("id").asLong())).hasSize(1));
  }

  private List<RunningProduct> twoNodes() {
    String url = FreshDatabase.postgresql();
    List<RunningProduct> nodes = new ArrayList<>();
    for (String name : List.of("first", "second")) {
      RunningProduct node =
          closing(RunningProduct.ofClasses(folder.resolve(name))).withPostgresql(url, "postgres");
      node.start();
      nodes.add(node);
    }
    nodes.forEach(RunningProduct::awaitReady);
    return nodes;
  }

  /** The console's test button, which makes no event, until each node knows the new key. */
  private static void awaitKnown(List<RunningProduct> nodes, Api.Source source) {
    HttpClient http = HttpClient.newHttpClient();
    for (RunningProduct node : nodes) {
      await("the node to know the new alert source")
          .atMost(Duration.ofSeconds(5))
          .until(
              () ->
                  http.send(
                              HttpRequest.newBuilder(URI.create(node.url(source.path()))).build(),
                              HttpResponse.BodyHandlers.discarding())
                          .statusCode()
                      == 200);
    }
  }

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private CompletableFuture<Integer> post(RunningProduct node, Api.Source source, String body) {
    return http.sendAsync(
            HttpRequest.newBuilder(URI.create(node.url(source.path())))
                .header("Content-Type", Callback.CONTENT_TYPE)
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }

  /** The idempotency keys of the deliveries about each alert, one for each delivery. */
  private Map<Long, List<String>> keysByAlert(String event) {
    Map<Long, List<String>> keys = new HashMap<>();
    for (WebhookReceiver.Delivery delivery : deliveries) {
      JsonNode body = json(delivery.body());
      if (body.path("event").asText().equals(event)) {
        keys.computeIfAbsent(body.path("alert").path("id").asLong(), a -> new ArrayList<>())
            .add(delivery.idempotencyKey());
      }
    }
    return keys;
  }

  /** The alerts by the name of the instance at the end of their alert key. */
  private static Map<String, List<JsonNode>> byInstance(List<JsonNode> alerts) {
    return alerts.stream()
        .collect(
            Collectors.groupingBy(
                alert ->
                    alert.path("alertKey").asText().replaceAll("(?s).*(i-[a-z]+[0-9-]*).*", "$1")));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a notification is not JSON: " + text, e);
    }
  }

  private static void awaitThat(String what, Callable<Boolean> holds) {
    await(what)
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(holds);
  }

  private <T extends AutoCloseable> T closing(T closeable) {
    toClose.add(closeable);
    return closeable;
  }
}
