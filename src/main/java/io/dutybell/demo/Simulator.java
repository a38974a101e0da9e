package io.dutybell.demo;

import io.dutybell.clock.Clock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays CloudMonitor: sends the callbacks of a {@link Script} over HTTP to an integration URL, and
 * says in the log what it sends. After the first minute it goes on with one problem after the
 * other, until it is closed.
 */
final class Simulator implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Simulator.class);

  /** CloudMonitor waits as long for an answer. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final URI url;
  private final Script script;
  private final Clock clock;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final Deque<Script.Step> steps = new ArrayDeque<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread worker = new Thread(work, "simulate-cloudmonitor");
            worker.setDaemon(true);
            return worker;
          });
  private int episodes;

  /**
   * @param url the integration URL
   * @param script what to send
   * @param clock CloudMonitor's time
   */
  Simulator(URI url, Script script, Clock clock) {
    this.url = url;
    this.script = script;
    this.clock = clock;
    steps.addAll(script.firstMinute());
  }

  /** Begins to send. */
  void start() {
    schedule();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // What goes wrong is said where it happens.
  private void schedule() {
    try {
      thread.schedule(
          () -> {
            sendNext();
            schedule();
          },
          upcoming().pause().toMillis(),
          TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the demonstration has ended");
    }
  }

  private Script.Step upcoming() {
    if (steps.isEmpty()) {
      steps.addAll(script.later(episodes++));
    }
    return steps.getFirst();
  }

  /** Sends the next callback without waiting; what goes wrong is said in the log. */
  void sendNext() {
    Script.Step step = upcoming();
    steps.removeFirst();
    Callback callback = step.callback().apply(clock.now());
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(TIMEOUT)
            .header("Content-Type", callback.contentType())
            .header("User-Agent", "Dutybell-Demo")
            .POST(HttpRequest.BodyPublishers.ofString(callback.body()))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status / 100 == 2) {
        LOG.info("Demo: CloudMonitor says {}.", step.says());
      } else {
        LOG.warn("Demo: a callback was answered {}: {}.", status, step.says());
      }
    } catch (IOException e) {
      LOG.warn("Demo: a callback could not be sent: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
