package io.dutybell.bench;

import static io.dutybell.bench.Bench.say;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many callbacks a second are stored and answered, beside what the same server answers without
 * any work and what Alertmanager takes, and how many are worked on in the meantime.
 */
final class Receive {

  private static final int[] CONNECTIONS = {32, 128};
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("bench.seconds", 20));

  private Receive() {}

  static void run() {
    Map<Integer, Double> stored = new LinkedHashMap<>();
    try (Stage stage = new Stage("log", "log", false)) {
      int port = stage.product.port();
      Template empty = Template.bytes("/bench/empty");
      Template callback = Template.callback(stage.source.path());
      warmUp(port, empty, callback);
      stage.awaitEmptyBacklog(Duration.ofMinutes(5));
      long next = 10_000_000;
      for (int connections : CONNECTIONS) {
        double spent = stage.processorSeconds();
        Load.Result before = Load.full(port, connections, empty, 0, LENGTH.dividedBy(2));
        double perEmpty = 1e6 * (stage.processorSeconds() - spent) / before.answered();
        long processed = processed(stage);
        spent = stage.processorSeconds();
        Load.Result received = Load.full(port, connections, callback, next, LENGTH);
        long done = processed(stage) - processed;
        double worked = done / received.seconds();
        double onBoth = 1e6 * (stage.processorSeconds() - spent);
        next += received.answered() + 1_000_000;
        long behind = stage.backlog();
        long start = System.nanoTime();
        spent = stage.processorSeconds();
        stage.awaitEmptyBacklog(Duration.ofMinutes(5));
        double drained = (System.nanoTime() - start) / 1e9;
        double perWorked = 1e6 * (stage.processorSeconds() - spent) / Math.max(1, behind);
        double perStored = (onBoth - done * perWorked) / received.answered();
        Load.Result after = Load.full(port, connections, empty, 0, LENGTH.dividedBy(2));
        double measure = (before.perSecond() + after.perSecond()) / 2;
        stored.put(connections, received.perSecond());
        say(String.format("%d connections", connections));
        say(String.format("  empty 202 route, before  %s", before));
        say(String.format("  callbacks                %s", received));
        say(String.format("  empty 202 route, after   %s", after));
        say(
            String.format(
                "  callbacks are %.0f %% of the empty route; %,.0f a second were worked on meanwhile, and the"
                    + " %,d that were left took %.1f s more",
                100 * received.perSecond() / measure, worked, behind, drained));
        say(
            String.format(
                "  processors' time of product and PostgreSQL: %.0f µs for an empty answer, %.0f µs for a stored"
                    + " callback, %.0f µs to work on one and tell of it",
                perEmpty, perStored, perWorked));
      }
    }
    for (int connections : CONNECTIONS) {
      try (Alertmanager alertmanager = new Alertmanager()) {
        Template alert = Template.alertmanager();
        Load.full(alertmanager.port(), connections, alert, 1, Duration.ofSeconds(3));
        Load.Result taken = Load.full(alertmanager.port(), connections, alert, 10_000_000, LENGTH);
        say(String.format("%d connections", connections));
        say(
            String.format(
                "  Alertmanager             %s, %,d MB afterwards",
                taken, Programs.residentMegabytes(alertmanager.pid())));
        say(
            String.format(
                "  callbacks stored are %.2f times the alerts that Alertmanager takes into memory",
                stored.get(connections) / taken.perSecond()));
      }
    }
  }

  /** The JVM compiles what runs often, on the same processors, for the first minute or so. */
  private static void warmUp(int port, Template empty, Template callback) {
    for (int round = 0; round < 3; round++) {
      Load.full(port, 128, empty, 0, Duration.ofSeconds(5));
      Load.full(port, 128, callback, 1 + round * 1_000_000L, Duration.ofSeconds(10));
    }
  }

  private static long processed(Stage stage) {
    return stage.postgres.number("select count(*) from events where processed_at is not null");
  }
}
