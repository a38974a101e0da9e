package io.dutybell.bench;

import static io.dutybell.bench.Bench.say;

import java.time.Duration;

/**
 * How many new alerts a second come out of stored callbacks: each with its members, its timeline,
 * its responder, its escalation and its notification. The last are not sent, which has its own
 * figure.
 */
final class Working {

  private static final int ALERTS = Integer.getInteger("bench.alerts", 120_000);
  private static final int WARM_UP = 60_000;
  private static final int STEADY = Integer.getInteger("bench.steady", 4_000);

  private Working() {}

  static void run() {
    try (Stage stage = new Stage("log", "log", true)) {
      int port = stage.product.port();
      Template callback = Template.callback(stage.source.path());
      Load.count(port, 32, callback, 1, WARM_UP);
      stage.awaitEmptyBacklog(Duration.ofMinutes(5));
      long start = System.nanoTime();
      Load.Result pushed = Load.count(port, 32, callback, 10_000_000, ALERTS);
      long behind = stage.backlog();
      long startOfRest = System.nanoTime();
      stage.awaitEmptyBacklog(Duration.ofMinutes(10));
      double rest = (System.nanoTime() - startOfRest) / 1e9;
      double all = (System.nanoTime() - start) / 1e9;
      check(stage, ALERTS + WARM_UP);
      say(String.format("%,d new alerts pushed as fast as they are answered: %s", ALERTS, pushed));
      say(
          String.format(
              "  all were worked on after %.1f s: %,.0f alerts/s received and worked on, on the same two"
                  + " processors",
              all, ALERTS / all));
      say(
          String.format(
              "  of these %,d were left when the last had been answered: worked on alone at %,.0f alerts/s",
              behind, behind / rest));
      say(
          String.format(
              "  live heap %d MB, process %d MB",
              Programs.liveHeapMegabytes(stage.product.pid()),
              Programs.residentMegabytes(stage.product.pid())));
      Load.Result steady =
          Load.steady(port, 32, callback, 50_000_000, STEADY, Duration.ofSeconds(30), n -> {});
      say(
          String.format(
              "%,d a second for 30 s: %s; %,d were still to be worked on at the end",
              STEADY, steady, stage.backlog()));
    }
  }

  private static void check(Stage stage, long expected) {
    for (String table : new String[] {"alerts", "notifications", "alert_responders"}) {
      long found = stage.postgres.number("select count(*) from " + table);
      if (found != expected) {
        throw new IllegalStateException(
            "there are " + found + " rows in " + table + ", expected " + expected);
      }
    }
  }
}
