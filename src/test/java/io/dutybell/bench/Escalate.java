package io.dutybell.bench;

import static io.dutybell.bench.Bench.say;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;

/** How late escalation steps run when many are due at one instant among very many alerts. */
final class Escalate {

  private static final int OPEN = Integer.getInteger("bench.open", 1_000_000);
  private static final int DUE = 10_000;

  private Escalate() {}

  static void run() {
    try (Stage stage = new Stage("log", "log", false)) {
      long pid = stage.product.pid();
      say(String.format("process before: %d MB", Programs.residentMegabytes(pid)));
      fill(stage);
      // In the first round the JVM has not seen a step yet.
      for (String round : new String[] {"first after the start", "second", "third"}) {
        measure(stage, round);
      }
      say(
          String.format(
              "process after: %d MB, live heap %d MB",
              Programs.residentMegabytes(pid), Programs.liveHeapMegabytes(pid)));
    }
  }

  private static void fill(Stage stage) {
    stage.postgres.execute(
        """
        insert into alerts
          (id, source_id, alert_key, summary, details, severity, priority, status, created_at, last_event_at,
           event_count, open_members, member_count, links, images, custom_details, policy_id, escalation_state,
           escalation_level, escalation_round, next_escalation_at)
        select nextval('alert_ids'), %d, 'key-' || n, '[CRITICAL] CPUUtilization 97.3 %% on prod-web-' || n, repeat('detail ', 60),
           'CRITICAL', 'HIGH', 'PENDING', now(), now(), 1, 1, 1, '[]', '[]', '{}', %d, 'ACTIVE', 1, 0,
           now() + interval '1 day' + n * interval '1 second'
        from generate_series(1, %d) n"""
            .formatted(stage.source.id(), stage.source.policyId(), OPEN));
    stage.postgres.execute(
        """
        insert into alert_members (alert_id, alert_key, status, severity, summary, opened_at, last_event_at, event_count)
        select id, alert_key, 'OPEN', severity, summary, created_at, created_at, 1 from alerts""");
    stage.postgres.execute("analyze");
    say(String.format("%,d open alerts", stage.postgres.number("select count(*) from alerts")));
  }

  private static void measure(Stage stage, String round) {
    Instant due = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusSeconds(15);
    stage.postgres.execute(
        """
        update alerts set next_escalation_at = '%s'
        where id in (select id from alerts where escalation_level = 1 and next_escalation_at > now() + interval '1 hour'
                     order by id limit %d)"""
            .formatted(due, DUE));
    Duration first = null;
    Duration last = null;
    try (Connection connection = stage.postgres.connect();
        PreparedStatement left =
            connection.prepareStatement(
                "select count(*) from alerts where next_escalation_at <= ?")) {
      left.setTimestamp(1, Timestamp.from(due));
      while (last == null) {
        long waiting = number(left);
        Duration since = Duration.between(due, Instant.now());
        if (first == null && waiting < DUE) {
          first = since;
        }
        if (waiting == 0) {
          last = since;
        }
        if (since.compareTo(Duration.ofMinutes(2)) > 0) {
          throw new IllegalStateException(waiting + " steps were not executed in two minutes");
        }
        LockSupport.parkNanos(first == null && since.isNegative() ? 200_000_000L : 20_000_000L);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    say(
        String.format(
            "%,d steps due at once, %s: the first committed after %d ms, the last after %d ms",
            DUE, round, first.toMillis(), last.toMillis()));
  }

  private static long number(PreparedStatement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }
}
