package io.dutybell.bench;

import static io.dutybell.bench.Bench.say;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** How long reports take about very many alerts, each with a notification, of the last year. */
final class Reports {

  private static final int ALERTS = Integer.getInteger("bench.alerts", 1_000_000);
  private static final int SOURCES = 40;
  private static final int TIMES = 5;

  private Reports() {}

  static void run() {
    try (Stage stage = new Stage("log", "log", true)) {
      fill(stage);
      // As the planner finds them when autovacuum has not come by since they were made.
      stage.postgres.execute("analyze");
      measure(
          stage,
          "not vacuumed yet, a year by day and source",
          "granularity=DAY&group-by=SOURCE",
          364);
      stage.postgres.execute("vacuum analyze");
      measure(stage, "a year by day", "granularity=DAY", 364);
      measure(stage, "a year by day and source", "granularity=DAY&group-by=SOURCE", 364);
      measure(stage, "a year by week and policy", "granularity=WEEK&group-by=POLICY", 364);
      measure(stage, "a year by month and severity", "granularity=MONTH&group-by=SEVERITY", 364);
      measure(stage, "30 days by day and source", "granularity=DAY&group-by=SOURCE", 30);
      measure(stage, "a year of one source by week", "granularity=WEEK&alert-source=7", 364);
    }
  }

  private static void fill(Stage stage) {
    stage.postgres.execute(
        """
        insert into alerts
          (id, source_id, alert_key, summary, details, severity, priority, status, created_at, last_event_at,
           event_count, open_members, member_count, links, images, custom_details, policy_id, escalation_state,
           escalation_level, escalation_round, accepted_at, resolved_at)
        select nextval('alert_ids'), 1 + n %% %d, 'key-' || n, '[CRITICAL] CPUUtilization 97.3 %% on prod-web-' || n, repeat('detail ', 60),
           (array['CRITICAL', 'WARN', 'INFO'])[1 + n %% 3], (array['HIGH', 'LOW'])[1 + n %% 2],
           case when n %% 100 > 0 then 'RESOLVED' else 'PENDING' end, at, at, 1, 1, 1, '[]', '[]', '{}', 1 + n %% 15, 'ENDED', 1, 0,
           case when n %% 3 > 0 then at + n %% 1000 * interval '1 second' end,
           case when n %% 100 > 0 then at + n %% 5000 * interval '1 second' end
        from (select n, now() - n * (interval '360 days' / %d) as at from generate_series(%d, 1, -1) n) times"""
            .formatted(SOURCES, ALERTS, ALERTS));
    stage.postgres.execute(
        """
        insert into notifications
          (id, alert_id, user_id, contact_id, connector, purpose, urgency, state, created_at, first_due_at, first_tried_at,
           delivered_at, attempts, relayed)
        select gen_random_uuid(), id, 1, 1, 'log', 'ALERT', 1, case when id %% 50 > 0 then 'DELIVERED' else 'FAILED' end,
           created_at, created_at, created_at, case when id %% 50 > 0 then created_at + id %% 30 * interval '100 ms' end, 1, false
        from alerts"""
            .replace("%%", "%"));
    say(
        String.format(
            "%,d alerts, %,d notifications",
            stage.postgres.number("select count(*) from alerts"),
            stage.postgres.number("select count(*) from notifications")));
  }

  private static void measure(Stage stage, String name, String query, int days) {
    List<Long> millis = new ArrayList<>();
    JsonNode report = null;
    for (int i = 0; i < TIMES; i++) {
      String from = LocalDate.now(ZoneOffset.UTC).minusDays(days).toString();
      long start = System.nanoTime();
      report =
          stage.api.get("/api/reports/alerts?timezone=Europe/Berlin&from=" + from + "&" + query);
      millis.add((System.nanoTime() - start) / 1_000_000);
    }
    List<Long> sorted = millis.stream().sorted().toList();
    say(
        String.format(
            "%s (%,d alerts, %d buckets, %d groups): first %d ms, median %d ms, slowest %d ms",
            name,
            report.at("/total/alerts").asLong(),
            report.path("buckets").size(),
            report.path("groups").size(),
            millis.get(0),
            sorted.get(TIMES / 2),
            sorted.get(TIMES - 1)));
  }
}
