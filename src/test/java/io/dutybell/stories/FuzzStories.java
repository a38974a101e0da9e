package io.dutybell.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dutybell.cloudmonitor.BrokenBodies;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Broken bodies over HTTP. {@code -Ddutybell.fuzz.bodies=100000} sends more of them than the few
 * thousand of every build.
 */
class FuzzStories extends Story {

  private static final int BODIES = Integer.getInteger("dutybell.fuzz.bodies", 3_000);
  private static final int AT_ONCE = 50;
  private static final List<String> TYPES =
      List.of(Callback.FORM, "application/json", "text/plain", "multipart/form-data; boundary=x");

  @Test
  void whatever_is_sent_is_taken_kept_and_worked_on() {
    Person ann = user("Ann").withWebhook();
    ann.withRule("HIGH", "Ann", 9_000).withRule("LOW", "Ann", 9_000);
    Source ecs = source("ECS", policy("Ops").level(hours(24), ann));
    BrokenBodies bodies = new BrokenBodies(42);
    Map<Integer, Integer> answers = new TreeMap<>();
    int empty = 0;

    for (int sent = 0; sent < BODIES; sent += AT_ONCE) {
      List<CompletableFuture<Reply>> calls = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        byte[] body = bodies.next();
        empty += body.length == 0 ? 1 : 0;
        HttpRequest.Builder request =
            api()
                .request(ecs.path())
                .header("Content-Type", TYPES.get(i % TYPES.size()))
                .POST(BodyPublishers.ofByteArray(body));
        calls.add(api().start(request));
      }
      calls.forEach(call -> answers.merge(call.join().status(), 1, Integer::sum));
    }
    await()
        .atMost(Duration.ofSeconds(30 + BODIES / 100))
        .until(() -> product.running().eventsInFlight() == 0);
    settle();

    assertThat(answers.keySet()).as("answers: " + answers).isSubsetOf(200, 202);
    long kept = product.number("select count(*) from events where parent_id is null");
    assertThat(kept).isEqualTo(answers.get(202).longValue()).isBetween(1L, (long) BODIES);
    assertThat(answers.getOrDefault(200, 0)).isEqualTo(empty);
    assertThat(product.number("select count(*) from events where outcome is null")).isZero();
    assertThat(product.number("select count(*) from events where outcome = 'FAILED'")).isZero();
    assertThat(product.number("select count(*) from events where outcome = 'CREATED'"))
        .isEqualTo(api().get("/api/alerts/count").path("count").asLong())
        .isPositive();
    Source next = source("RDS", policy("Others").level(hours(24), ann));
    next.receives(threshold("disk"));
    assertThat(next.outcomes()).containsExactly("CREATED");
  }
}
