package io.dutybell.stories;

import static org.awaitility.Awaitility.await;

import io.dutybell.outside.Callback;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * CloudMonitor under load: several threads, each with one problem after the other, each problem's
 * callbacks in order. A callback that is not acknowledged is sent again, byte for byte, until it
 * is; one that was acknowledged never is.
 */
final class Callers implements AutoCloseable {

  /**
   * A problem and what its callbacks ask for.
   *
   * @param instance the instance that has it, which names its alert key
   * @param states the state of each callback, in order
   */
  record Problem(String instance, List<String> states) {

    /** How many alerts it makes: an ALERT after an OK is a new one. */
    int alerts() {
      return (int) states.stream().filter("OK"::equals).count() + (isOpenAtTheEnd() ? 1 : 0);
    }

    boolean isOpenAtTheEnd() {
      return states.get(states.size() - 1).equals("ALERT");
    }
  }

  private static final List<List<String>> STORIES =
      List.of(
          List.of("ALERT"),
          List.of("ALERT", "ALERT"),
          List.of("ALERT", "OK"),
          List.of("ALERT", "ALERT", "ALERT", "OK"),
          List.of("ALERT", "OK", "ALERT"));

  private static final long FIRST_TIMESTAMP = 1_767_229_382_000L;

  final Queue<Problem> problems = new ConcurrentLinkedQueue<>();
  final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
  final AtomicInteger acknowledgements = new AtomicInteger();
  final AtomicInteger failures = new AtomicInteger();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final ExecutorService threads;
  private final List<Future<?>> running;
  private final URI target;
  private volatile boolean ending;

  /**
   * @param url where the callbacks go
   * @param count how many threads
   * @param seed what the choice of stories depends on
   */
  Callers(String url, int count, long seed) {
    this.target = URI.create(url);
    this.threads = Executors.newFixedThreadPool(count);
    this.running =
        java.util.stream.IntStream.range(0, count)
            .<Future<?>>mapToObj(n -> threads.submit(() -> call(n, new Random(seed + n))))
            .toList();
  }

  private void call(int caller, Random random) {
    for (int number = 0; !ending; number++) {
      Problem problem =
          new Problem(
              "i-crash-%d-%d".formatted(caller, number),
              STORIES.get(random.nextInt(STORIES.size())));
      problems.add(problem);
      int episode = 0;
      for (int i = 0; i < problem.states().size(); i++) {
        String state = problem.states().get(i);
        send(
            new Callback(
                    problem.instance(),
                    state,
                    String.valueOf(80 + i),
                    problem.instance() + "-episode-" + episode,
                    String.valueOf(FIRST_TIMESTAMP + i * 60_000L))
                .body());
        episode += state.equals("OK") ? 1 : 0;
      }
    }
  }

  private void send(String body) {
    if (!isTaken(body)) {
      await("the callback to be acknowledged")
          .atMost(Duration.ofMinutes(2))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> isTaken(body));
    }
    acknowledged.add(body);
    acknowledgements.incrementAndGet();
  }

  private boolean isTaken(String body) {
    try {
      int status =
          http.send(
                  HttpRequest.newBuilder(target)
                      .header("Content-Type", Callback.CONTENT_TYPE)
                      .timeout(Duration.ofSeconds(5))
                      .POST(HttpRequest.BodyPublishers.ofString(body))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode();
      if (status / 100 == 2) {
        return true;
      }
    } catch (IOException e) {
      // It was killed, or does not listen yet.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    failures.incrementAndGet();
    return false;
  }

  /** Lets every problem in hand come to its end, and begins no other. */
  void finish() throws Exception {
    ending = true;
    for (Future<?> caller : running) {
      caller.get(3, TimeUnit.MINUTES);
    }
  }

  @Override
  public void close() {
    ending = true;
    threads.shutdownNow();
  }
}
