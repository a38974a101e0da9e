package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database is away: what comes in is kept on this node's disk and put in order afterwards. */
class OutageStories extends Story {

  /** CloudMonitor gives up on an answer after five seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  static List<Dialect> databases() {
    return List.of(Dialect.POSTGRESQL);
  }

  private static CuttableWire wire;
  private static Product own;

  private Person ann;
  private Person bob;
  private Source ecs;

  @Override
  Product product() {
    if (own == null) {
      String url = FreshDatabase.postgresql();
      int port = URI.create(url.substring("jdbc:".length())).getPort();
      wire = new CuttableWire(port);
      own =
          Product.start(
              database,
              Map.of(
                  "dutybell.db.url",
                  url.replace(":" + port + "/", ":" + wire.port() + "/")
                      .replace("localhost", "127.0.0.1"),
                  "dutybell.spool.max-mb",
                  "1"));
    }
    return own;
  }

  @BeforeEach
  void annIsOnCall() {
    ann = user("Ann").withWebhook();
    bob = user("Bob").withWebhook();
    ecs = source("ECS", policy("Ops").level(minutes(5), ann).level(hours(24), bob));
    ecs.receives(threshold("before").ok());
    // What a node needs to know when it starts without its database is on its disk in a moment.
    await().until(() -> keysOnDisk().contains("\t" + ecs.id() + "\t"));
  }

  private static String keysOnDisk() throws IOException {
    Path file = own.dataDir().resolve("keys.cache");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  @AfterEach
  void theWireWorks() {
    wire.mend();
  }

  @AfterAll
  static void stop() {
    if (own != null) {
      own.close();
      wire.close();
      own = null;
    }
  }

  private void taken(Callback... callbacks) {
    for (Callback callback : callbacks) {
      CompletableFuture<Reply> call = api().start(ecs.request(api(), callback));
      Reply reply = call.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
      assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
    }
  }

  @Test
  void callbacks_that_come_while_the_database_is_away_become_what_they_would_have_become() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));

    wire.cut();
    taken(threshold("cpu").ok(), threshold("disk"), threshold("disk").ok(), threshold("load"));
    taken(threshold("cpu"));
    assertThat(product.isSpooling()).isTrue();
    wire.mend();
    settle();

    assertThat(ecs.outcomes())
        .containsExactly(
            "NO_OPEN_ALERT", "CREATED", "RESOLVED", "CREATED", "RESOLVED", "CREATED", "CREATED");
    alertAbout("load").isPending();
    alertAbout("disk").isResolved();
    expect(ann).told(RESOLVED, about("cpu"));
    expect(ann).told(ALERT, about("load"));
    expect(ann).told(ALERT, about("cpu"));
    assertThat(product.isSpooling()).isFalse();
    // The disk was well again before the database was back: whether that beat the first word of it
    // is a matter of milliseconds.
    receiver().expectedAll();
  }

  @Test
  void a_stream_of_alerts_outlives_the_outage_and_tells_what_came_of_it() {
    try (Listener stream = new Listener(product.port(), Api.TOKEN, "")) {
      stream.line("id: ");
      ecs.receives(threshold("cpu"));
      stream.line("data: ", "cpu", "PENDING");

      wire.cut();
      taken(threshold("cpu").ok());
      product.clock.advance(seconds(5));
      wire.mend();
      settle();

      stream.line("data: ", "cpu", "RESOLVED");
      assertThat(stream.count("end of stream")).isZero();
    }
    receiver().expectedAll();
  }

  @Test
  void a_stream_that_could_tell_nothing_is_refused_until_the_database_is_back() {
    wire.cut();
    Reply refused = api().call("GET", "/api/alerts/stream", null);
    wire.mend();
    settle();

    assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isNotNull();
  }

  @Test
  void a_database_that_hangs_holds_up_no_callback() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT, about("cpu"));

    wire.hold();
    taken(threshold("cpu").ok(), threshold("disk"));
    wire.mend();
    settle();

    assertThat(ecs.outcomes()).containsExactly("NO_OPEN_ALERT", "CREATED", "RESOLVED", "CREATED");
    expect(ann).told(RESOLVED, about("cpu"));
    expect(ann).told(ALERT, about("disk"));
  }

  @Test
  void what_came_in_an_outage_is_grouped_by_when_it_came() {
    ecs.with("alertGroupingWindow", "PT2M").with("alertCreation", "ONE_ALERT_GROUPED_PER_WINDOW");

    wire.cut();
    taken(threshold("cpu"));
    product.clock.advance(minutes(3));
    taken(threshold("disk"), threshold("load"));
    wire.mend();
    settle();

    assertThat(ecs.outcomes()).containsExactly("NO_OPEN_ALERT", "CREATED", "CREATED", "GROUPED");
    alertAbout("cpu").hasMembers(1);
    alertAbout("disk").hasMembers(2);
    expect(ann).told(ALERT, about("cpu"));
    expect(ann).told(ALERT, about("disk"));
  }

  @Test
  void under_load_every_callback_is_taken_and_each_becomes_an_event_once() {
    ann.withRule("HIGH", "Ann", 9_000);
    int callbacks = 600;
    List<CompletableFuture<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < callbacks; i++) {
      if (i == 150) {
        wire.cut();
      } else if (i == 450) {
        wire.mend();
      }
      calls.add(api().start(ecs.request(api(), threshold("cpu").on("i-" + i % 30))));
      if (i % 30 == 29) {
        calls.forEach(CompletableFuture::join);
      }
    }
    assertThat(calls).allMatch(call -> call.join().status() == 202);
    settle();

    assertThat(product.number("select count(*) from events")).isEqualTo(callbacks + 1L);
    assertThat(product.number("select count(*) from events where outcome = 'CREATED'"))
        .isEqualTo(30);
    assertThat(alerts()).hasSize(30).allSatisfy(alert -> alert.hasEvents(20));
    assertThat(ecs.events().stream().map(e -> e.path("outcome").asText()).distinct())
        .doesNotContain("STALE", "FAILED", "");
  }

  @Test
  void a_full_spool_refuses_what_it_cannot_keep_and_keeps_what_it_took() {
    byte[] large = "alertName=a&alertState=OK&ruleId=r&x=".getBytes(StandardCharsets.US_ASCII);
    int begin = large.length;
    large = Arrays.copyOf(large, 200_000);
    Arrays.fill(large, begin, large.length, (byte) 'x');

    wire.cut();
    List<Integer> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Reply reply = ecs.answers(Callback.raw(Callback.FORM, large));
      answers.add(reply.status());
      if (reply.status() == 503) {
        assertThat(reply.header("Retry-After")).isNotNull();
        assertThat(reply.message()).contains("could not be stored");
      }
    }
    // What is small enough still fits.
    taken(threshold("disk"));
    wire.mend();
    settle();

    assertThat(answers).containsExactly(202, 202, 202, 202, 202, 503, 503, 503);
    assertThat(ecs.events()).hasSize(1 + 5 + 1);
    expect(ann).told(ALERT, about("disk"));
    ecs.receives(threshold("load"));
    expect(ann).told(ALERT, about("load"));
  }

  @Test
  void a_wrong_key_is_refused_and_a_key_that_cannot_be_checked_is_sent_again() {
    Callback callback = threshold("cpu");
    String known = "/api/v1/events/alibaba-cloud/wrong";
    assertThat(to(known, callback).status()).isEqualTo(404);
    let(seconds(1)).pass();

    wire.cut();

    assertThat(to(known, callback).status()).isEqualTo(404);
    Reply other = to("/api/v1/events/alibaba-cloud/another", callback);
    assertThat(other.status()).isEqualTo(503);
    assertThat(other.header("Retry-After")).isNotNull();
    assertThat(to("/api/v1/events/alibaba-cloud/a-third", callback).status()).isEqualTo(503);
    wire.mend();
    let(seconds(1)).pass();
    assertThat(to("/api/v1/events/alibaba-cloud/another", callback).status()).isEqualTo(404);
  }

  private Reply to(String path, Callback callback) {
    return api()
        .send(
            api()
                .request(path)
                .header("Content-Type", Callback.FORM)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(callback.body())));
  }

  @Test
  void a_node_that_starts_without_its_database_takes_callbacks_all_the_same() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);
    product.stop();
    wire.cut();
    product.start();
    taken(threshold("cpu").ok(), threshold("disk"));
    wire.mend();
    settle();

    expect(ann).told(RESOLVED, about("cpu"));
    expect(ann).told(ALERT, about("disk"));
  }

  @Test
  void what_the_spool_kept_outlives_a_restart() {
    wire.cut();
    taken(threshold("cpu"), threshold("disk"), threshold("cpu").ok());

    product.stop();
    product.start();
    taken(threshold("load"));
    wire.mend();
    settle();

    assertThat(ecs.outcomes())
        .containsExactly("NO_OPEN_ALERT", "CREATED", "CREATED", "RESOLVED", "CREATED");
    expect(ann).told(ALERT, about("disk"));
    expect(ann).told(ALERT, about("load"));
    // Whether the first word of the processor or its end came first is a matter of milliseconds.
    receiver().expectedAll();
  }

  @Test
  void escalation_waits_for_the_database_and_takes_one_step() {
    ecs.receives(threshold("cpu"));
    expect(ann).told(ALERT);

    wire.cut();
    product.clock.advance(hours(1));
    wire.mend();
    settle();

    expect(bob).told(ALERT);
    alert().isOnLevel(2);
  }

  @Test
  void what_was_being_worked_on_when_the_database_went_away_is_worked_on_afterwards() {
    ann.withRule("HIGH", "Ann", 9_000);
    List<CompletableFuture<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      calls.add(api().start(ecs.request(api(), threshold("cpu").on("i-" + i % 50))));
    }
    calls.get(60).join();
    wire.cut();
    assertThat(calls).allMatch(call -> call.join().status() == 202);
    wire.mend();
    settle();

    assertThat(alerts()).hasSize(50).allSatisfy(alert -> alert.hasEvents(6));
  }
}
