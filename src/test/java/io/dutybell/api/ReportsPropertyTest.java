package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.api.ReportedAlerts.Notification;
import io.dutybell.api.ReportedAlerts.Row;
import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reports about random alerts around changes of the clock, against a computation that looks at each
 * alert and at the date that a calendar on the wall showed when it was created.
 */
class ReportsPropertyTest {

  private static final int ALERTS = 250;
  private static final int REPORTS = 8;

  private static final Map<String, String> CHANGES =
      Map.of(
          "Europe/Berlin", "2026-03-29T01:00:00Z",
          "America/New_York", "2026-11-01T06:00:00Z",
          "America/Havana", "2026-11-01T05:00:00Z",
          "Australia/Lord_Howe", "2026-04-04T15:00:00Z",
          "America/Sao_Paulo", "2018-02-18T02:00:00Z",
          "Asia/Beirut", "2026-03-28T22:00:00Z",
          "Asia/Kathmandu", "2026-12-31T18:15:00Z",
          "Pacific/Apia", "2011-12-30T10:00:00Z");

  private Database database;
  private ApiServer server;
  private Random random;

  @AfterEach
  void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_report_says_what_a_look_at_each_alert_and_the_calendar_says(Dialect dialect)
      throws Exception {
    database = FreshDatabase.of(dialect);
    server = new ApiServer(database, ApiServer.TOKEN);
    int compared = 0;
    for (Map.Entry<String, String> entry : new TreeMap<>(CHANGES).entrySet()) {
      random = new Random(entry.getKey().hashCode());
      Instant change = Instant.parse(entry.getValue());
      List<Row> rows = store(change);
      for (int i = 0; i < REPORTS; i++) {
        compared += compare(rows, change, ZoneId.of(entry.getKey()));
      }
    }
    assertThat(compared).as("alerts that were in a report").isGreaterThan(2_000);
  }

  private List<Row> store(Instant change) throws Exception {
    ReportedAlerts stored = new ReportedAlerts(database);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ALERTS; i++) {
      Instant at = i < 10 ? change.plusMillis(i - 5) : near(change, Duration.ofDays(20));
      List<Notification> notifications = new ArrayList<>();
      for (int n = random.nextInt(4); n > 0; n--) {
        notifications.add(notification(at));
      }
      rows.add(
          new Row(
              1 + random.nextInt(4),
              1 + random.nextInt(3),
              pick("HIGH", "LOW"),
              pick("CRITICAL", "WARN", "INFO", null),
              at,
              random.nextBoolean() ? at.plusMillis(random.nextInt(10_000_000)) : null,
              random.nextInt(3) > 0 ? at.plusMillis(random.nextInt(1_000_000_000)) : null,
              notifications));
      stored.add(rows.get(i));
    }
    stored.store();
    return rows;
  }

  private Notification notification(Instant at) {
    String state = pick("DELIVERED", "DELIVERED", "FAILED", "PENDING", "CANCELLED", "SUPPRESSED");
    Instant due = at.plusMillis(random.nextInt(5_000));
    return new Notification(
        state,
        pick("ALERT", "RESOLVED", "RAISED", "TEST"),
        due,
        state.equals("DELIVERED") ? due.plusMillis(random.nextInt(100_000)) : null);
  }

  private int compare(List<Row> rows, Instant change, ZoneId zone) {
    Instant from = near(change, Duration.ofDays(12));
    Instant until = from.plusMillis(1 + (long) (random.nextDouble() * 25 * 86_400_000));
    String granularity = pick("DAY", "WEEK", "MONTH");
    String groupBy = pick("", "SOURCE", "POLICY", "PRIORITY", "SEVERITY");
    String filter = pick("", "", "&alert-source=1&alert-source=3", "&policy=2&severity=WARN");
    String query =
        "?from=%s&until=%s&timezone=%s&granularity=%s&group-by=%s%s"
            .formatted(from, until, zone, granularity, groupBy, filter);
    List<Row> those =
        rows.stream()
            .filter(r -> !r.createdAt().isBefore(from) && r.createdAt().isBefore(until))
            .filter(fits(filter))
            .toList();

    JsonNode report = server.get("/api/reports/alerts" + query).json();
    String csv = server.get("/api/reports/alerts.csv" + query).text();

    Map<String, String> expected = naive(those, from, until, granularity, zone);
    assertThat(figures(report.path("buckets"))).as(query).isEqualTo(expected);
    assertThat(figure(report.path("total"))).as(query).isEqualTo(naive(those));
    Map<String, List<Row>> groups = new TreeMap<>();
    those.forEach(
        r -> groups.computeIfAbsent(key(groupBy).apply(r), k -> new ArrayList<>()).add(r));
    Map<String, Map<String, String>> expectedGroups = new TreeMap<>();
    if (!groupBy.isEmpty()) {
      groups.forEach(
          (key, some) -> expectedGroups.put(key, naive(some, from, until, granularity, zone)));
    }
    Map<String, Map<String, String>> shown = new TreeMap<>();
    for (JsonNode group : report.path("groups")) {
      String key = group.path("group").path("id").asText();
      shown.put(key, figures(group.path("buckets")));
      assertThat(figure(group.path("total"))).as(query).isEqualTo(naive(groups.get(key)));
    }
    assertThat(shown).as(query).isEqualTo(expectedGroups);
    assertThat(table(csv, groupBy.isEmpty() ? "" : "null"))
        .as(query)
        .isEqualTo(groupBy.isEmpty() ? Map.of("", expected) : shown);
    return those.size();
  }

  private static Predicate<Row> fits(String filter) {
    return switch (filter) {
      case "" -> row -> true;
      case "&alert-source=1&alert-source=3" -> row -> row.sourceId() == 1 || row.sourceId() == 3;
      default -> row -> row.policyId() == 2 && "WARN".equals(row.severity());
    };
  }

  private static Function<Row, String> key(String groupBy) {
    return switch (groupBy) {
      case "SOURCE" -> row -> String.valueOf(row.sourceId());
      case "POLICY" -> row -> String.valueOf(row.policyId());
      case "PRIORITY" -> Row::priority;
      case "SEVERITY" -> row -> String.valueOf(row.severity());
      default -> row -> "";
    };
  }

  /**
   * Every date that the calendar shows in this time has its figures, also when nothing happened.
   */
  private static Map<String, String> naive(
      List<Row> rows, Instant from, Instant until, String granularity, ZoneId zone) {
    Map<String, List<Row>> dates = new LinkedHashMap<>();
    for (Instant at = from; at.isBefore(until); at = at.plusSeconds(600)) {
      dates.computeIfAbsent(date(at, granularity, zone), d -> new ArrayList<>());
    }
    dates.computeIfAbsent(date(until.minusMillis(1), granularity, zone), d -> new ArrayList<>());
    rows.forEach(row -> dates.get(date(row.createdAt(), granularity, zone)).add(row));
    Map<String, String> figures = new LinkedHashMap<>();
    dates.forEach((date, some) -> figures.put(date, naive(some)));
    return figures;
  }

  private static String date(Instant at, String granularity, ZoneId zone) {
    LocalDate date = at.atZone(zone).toLocalDate();
    return switch (granularity) {
      case "DAY" -> date.toString();
      case "WEEK" -> date.with(DayOfWeek.MONDAY).toString();
      default -> date.toString().substring(0, 8) + "01";
    };
  }

  private static String naive(List<Row> rows) {
    List<Notification> sent =
        rows.stream()
            .flatMap(row -> row.notifications().stream())
            .filter(n -> !n.purpose().equals("TEST"))
            .filter(n -> !n.state().equals("CANCELLED") && !n.state().equals("SUPPRESSED"))
            .toList();
    List<Row> accepted = rows.stream().filter(r -> r.acceptedAt() != null).toList();
    List<Row> resolved = rows.stream().filter(r -> r.resolvedAt() != null).toList();
    List<Notification> delivered = sent.stream().filter(n -> n.deliveredAt() != null).toList();
    List<Long> delays = delivered.stream().map(n -> millis(n.dueAt(), n.deliveredAt())).toList();
    return String.join(
        ",",
        String.valueOf(rows.size()),
        String.valueOf(rows.size() - resolved.size()),
        String.valueOf(accepted.size()),
        String.valueOf(resolved.size()),
        mean(accepted.stream().map(r -> millis(r.createdAt(), r.acceptedAt())).toList()),
        mean(resolved.stream().map(r -> millis(r.createdAt(), r.resolvedAt())).toList()),
        String.valueOf(sent.size()),
        String.valueOf(delivered.size()),
        String.valueOf(sent.stream().filter(n -> n.state().equals("FAILED")).count()),
        mean(delays),
        delays.isEmpty() ? "" : seconds(delays.stream().mapToLong(d -> d).max().orElseThrow()));
  }

  private static long millis(Instant from, Instant until) {
    return Duration.between(from, until).toMillis();
  }

  private static String mean(List<Long> millis) {
    return millis.isEmpty()
        ? ""
        : seconds(Math.round(millis.stream().mapToLong(m -> m).average().orElseThrow()));
  }

  private static String seconds(long millis) {
    return "%d.%03d".formatted(millis / 1000, millis % 1000);
  }

  private static Map<String, String> figures(JsonNode buckets) {
    Map<String, String> figures = new LinkedHashMap<>();
    buckets.forEach(b -> figures.put(b.path("bucket").asText(), figure(b)));
    return figures;
  }

  private static String figure(JsonNode json) {
    List<String> values = new ArrayList<>();
    for (String name :
        List.of(
            "alerts",
            "openAlerts",
            "acceptedAlerts",
            "resolvedAlerts",
            "mttaSec",
            "mttrSec",
            "notifications",
            "deliveredNotifications",
            "failedNotifications",
            "deliveryDelaySec",
            "maxDeliveryDelaySec")) {
      JsonNode value = json.path(name);
      values.add(
          value.isNull()
              ? ""
              : name.endsWith("Sec")
                  ? seconds(Math.round(value.doubleValue() * 1000))
                  : value.asText());
    }
    return String.join(",", values);
  }

  /** The figures of each bucket of each group. */
  private static Map<String, Map<String, String>> table(String csv, String withoutId) {
    Map<String, Map<String, String>> groups = new TreeMap<>();
    List<String> lines = csv.lines().skip(1).toList();
    for (String line : lines) {
      String[] cells = line.split(",", 6);
      String group = cells[3].isEmpty() ? withoutId : cells[3];
      groups.computeIfAbsent(group, g -> new LinkedHashMap<>()).put(cells[0], cells[5]);
    }
    return groups;
  }

  private Instant near(Instant around, Duration most) {
    return around.plusMillis((long) ((random.nextDouble() * 2 - 1) * most.toMillis()));
  }

  private String pick(String... words) {
    return words[random.nextInt(words.length)];
  }
}
