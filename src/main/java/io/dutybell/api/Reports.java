package io.dutybell.api;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.FormerStore;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.event.Priority;
import io.dutybell.event.Severity;
import io.dutybell.report.Bucket;
import io.dutybell.report.Cell;
import io.dutybell.report.Group;
import io.dutybell.report.GroupBy;
import io.dutybell.report.Report;
import io.dutybell.report.ReportFigures;
import io.dutybell.report.ReportFilter;
import io.dutybell.report.ReportStore;
import io.dutybell.team.User;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code /api/reports}: figures about the alerts that the caller may see. */
public final class Reports {

  /** The most figures of groups in buckets. */
  static final int MOST_ROWS = 20_000;

  private static final List<String> FIRST_COLUMNS =
      List.of("bucket", "from", "until", "groupId", "groupName");

  private final ReportStore store;
  private final FormerStore former;
  private final LiveConfiguration live;
  private final Clock clock;

  public Reports(ReportStore store, FormerStore former, LiveConfiguration live, Clock clock) {
    this.store = store;
    this.former = former;
    this.live = live;
    this.clock = clock;
  }

  /** What was asked for, and what came of it. */
  private record Made(ReportRange range, GroupBy groupBy, Report report) {}

  /** Alerts, the times to accept and to resolve them, and their notifications, over time. */
  public Answer alerts(Call call) {
    Made made = made(call);
    ReportRange range = made.range();
    Report report = made.report();
    return Answer.ok(
        Json.object(
            "from",
            range.from(),
            "until",
            range.until(),
            "timezone",
            range.zone().getId(),
            "granularity",
            range.granularity(),
            "groupBy",
            made.groupBy(),
            "total",
            figures(report.total()),
            "buckets",
            buckets(range.buckets(), report.buckets()),
            "groups",
            report.groups().stream()
                .map(
                    series ->
                        Json.object(
                            "group",
                            Json.object("id", series.group().id(), "name", series.group().name()),
                            "total",
                            figures(series.total()),
                            "buckets",
                            buckets(range.buckets(), series.buckets())))
                .toList()));
  }

  /** The same as a table: a line for each bucket, or for each group in each bucket. */
  public Answer alertsCsv(Call call) {
    Made made = made(call);
    List<Bucket> buckets = made.range().buckets();
    Report report = made.report();
    List<String> columns = new ArrayList<>(FIRST_COLUMNS);
    columns.addAll(figures(ReportFigures.NONE).keySet());
    Csv csv = new Csv().line(columns);
    for (int i = 0; i < buckets.size(); i++) {
      if (made.groupBy() == null) {
        csv.line(line(buckets.get(i), new Group(null, null), report.buckets().get(i)));
      }
      for (Report.Series series : report.groups()) {
        csv.line(line(buckets.get(i), series.group(), series.buckets().get(i)));
      }
    }
    return new Answer(200, csv.toString(), Map.of(), null)
        .with("Content-Type", "text/csv; charset=utf-8")
        .with("Content-Disposition", "attachment; filename=\"alerts.csv\"");
  }

  private Made made(Call call) {
    Configuration configuration = live.refresh();
    Sight sight = Sight.of(call.caller(), configuration);
    Query query = call.query();
    ReportRange range = ReportRange.of(query, zone(call.caller(), configuration), clock.now());
    GroupBy groupBy =
        query
            .text("group-by")
            .map(word -> Fields.word("group-by", word.toUpperCase(Locale.ROOT), GroupBy.class))
            .orElse(null);
    List<Cell> cells = store.cells(range.buckets(), groupBy, filter(query, sight));
    Function<Cell, List<Group>> groups = ReportGroups.of(groupBy, sight, former);
    refuseTooMany(
        cells.stream().flatMap(cell -> groups.apply(cell).stream()).distinct().count(),
        range.buckets().size());
    return new Made(range, groupBy, Report.of(range.buckets().size(), cells, groups));
  }

  private static void refuseTooMany(long groups, int buckets) {
    if (groups * buckets > MOST_ROWS) {
      throw Problem.invalid(
          "group-by",
          String.format(
              Locale.ROOT,
              "makes %d groups in %d buckets, more than %d figures; choose a longer granularity, a"
                  + " shorter time, or some alert-source, policy or team",
              groups,
              buckets,
              MOST_ROWS));
    }
  }

  private static ReportFilter filter(Query query, Sight sight) {
    return new ReportFilter(
        AlertQuery.sources(query, sight),
        Set.copyOf(query.ids("policy")),
        names(query.words("priority", Priority.class)),
        names(query.words("severity", Severity.class)));
  }

  private static Set<String> names(Set<? extends Enum<?>> words) {
    return words.stream().map(Enum::name).collect(Collectors.toSet());
  }

  /** The caller's own time zone; UTC for a program. */
  private static ZoneId zone(Caller caller, Configuration configuration) {
    return Optional.ofNullable(caller.userId())
        .map(configuration.users()::get)
        .map(User::timezone)
        .map(Reports::known)
        .orElse(ZoneId.of("UTC"));
  }

  /** Null for a zone that this Java does not know any more. */
  private static ZoneId known(String zone) {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static List<Map<String, Object>> buckets(
      List<Bucket> buckets, List<ReportFigures> figures) {
    List<Map<String, Object>> shown = new ArrayList<>();
    for (int i = 0; i < buckets.size(); i++) {
      Bucket bucket = buckets.get(i);
      Map<String, Object> json =
          Json.object(
              "bucket", bucket.day().toString(), "from", bucket.from(), "until", bucket.until());
      json.putAll(figures(figures.get(i)));
      shown.add(json);
    }
    return shown;
  }

  private static List<String> line(Bucket bucket, Group group, ReportFigures figures) {
    List<String> cells = new ArrayList<>();
    cells.add(bucket.day().toString());
    cells.add(Body.text(bucket.from()));
    cells.add(Body.text(bucket.until()));
    cells.add(Csv.value(group.id()));
    cells.add(Csv.text(group.name()));
    figures(figures).values().forEach(value -> cells.add(Csv.value(value)));
    return cells;
  }

  /** The figures under the names that JSON and the table have for them. */
  private static Map<String, Object> figures(ReportFigures figures) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("alerts", figures.alerts());
    json.put("openAlerts", figures.alerts() - figures.resolved());
    json.put("acceptedAlerts", figures.accepted());
    json.put("resolvedAlerts", figures.resolved());
    json.put("mttaSec", seconds(figures.meanTimeToAccept()));
    json.put("mttrSec", seconds(figures.meanTimeToResolve()));
    json.put("notifications", figures.notifications());
    json.put("deliveredNotifications", figures.delivered());
    json.put("failedNotifications", figures.failed());
    json.put("deliveryDelaySec", seconds(figures.meanDelay()));
    json.put("maxDeliveryDelaySec", seconds(figures.longestDelay()));
    return json;
  }

  private static BigDecimal seconds(Optional<Duration> duration) {
    return duration.map(d -> BigDecimal.valueOf(d.toMillis(), 3)).orElse(null);
  }
}
