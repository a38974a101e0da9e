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
      Load.full(port, 32, empty, 0, Duration.ofSeconds(5));
      Load.full(port, 32, callback, 1, Duration.ofSeconds(10));
      stage.awaitEmptyBacklog(Duration.ofMinutes(5));
      long next = 10_000_000;
      for (int connections : CONNECTIONS) {
        Load.Result before = Load.full(port, connections, empty, 0, LENGTH.dividedBy(2));
        long processed = processed(stage);
        Load.Result received = Load.full(port, connections, callback, next, LENGTH);
        double worked = (processed(stage) - processed) / received.seconds();
        next += received.answered() + 1_000_000;
        long behind = stage.backlog();
        long start = System.nanoTime();
        stage.awaitEmptyBacklog(Duration.ofMinutes(5));
        double drained = (System.nanoTime() - start) / 1e9;
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

  private static long processed(Stage stage) {
    return stage.postgres.number("select count(*) from events where processed_at is not null");
  }
}
