package io.dutybell.report;

import io.dutybell.store.Database;
import io.dutybell.store.Dialect;
import io.dutybell.store.Params;
import io.dutybell.store.Row;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Counts alerts and their notifications where they are stored. */
public final class ReportStore {

  private final Database database;

  public ReportStore(Database database) {
    this.database = database;
  }

  /**
   * The figures of all alerts that fit, in one cell for each bucket and each thing that they have
   * in common. There may be several cells for the same; what is not there counts nothing.
   *
   * @param buckets at least one, in order
   * @param groupBy what to tell them apart by; null for nothing. {@link GroupBy#TEAM} tells alert
   *     sources apart, which have the teams
   */
  public List<Cell> cells(List<Bucket> buckets, GroupBy groupBy, ReportFilter filter) {
    if (filter.findsNothing()) {
      return List.of();
    }
    boolean atOnce = database.dialect() == Dialect.POSTGRESQL;
    Question question = new Question(groupBy, filter, atOnce);
    return atOnce ? atOnce(buckets, question) : oneByOne(buckets, question);
  }

  /**
   * Both questions beside each other: about a million alerts the two take a second of a processor.
   */
  private List<Cell> atOnce(List<Bucket> buckets, Question question) {
    CompletableFuture<List<Cell>> notifications =
        CompletableFuture.supplyAsync(
            () -> planned(session -> question.notifications(session, buckets, 0)));
    List<Cell> cells = new ArrayList<>(planned(session -> question.alerts(session, buckets, 0)));
    try {
      cells.addAll(notifications.join());
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    return cells;
  }

  private List<Cell> planned(Database.Work<List<Cell>> work) {
    return database.inTransaction(
        session -> {
          session.readMost();
          return work.in(session);
        });
  }

  /** H2 has no function that finds the bucket of an instant, and answers without a round trip. */
  private List<Cell> oneByOne(List<Bucket> buckets, Question question) {
    return database.inTransaction(
        session -> {
          List<Cell> cells = new ArrayList<>();
          for (int i = 0; i < buckets.size(); i++) {
            List<Bucket> one = List.of(buckets.get(i));
            cells.addAll(question.alerts(session, one, i));
            cells.addAll(question.notifications(session, one, i));
          }
          return cells;
        });
  }

  /** What is asked about some buckets. */
  private static final class Question {

    private final ReportFilter filter;
    private final boolean atOnce;
    private final Set<String> parts = new HashSet<>();
    private final boolean hasId;
    private final boolean hasWord;

    Question(GroupBy groupBy, ReportFilter filter, boolean atOnce) {
      this.filter = filter;
      this.atOnce = atOnce;
      String by =
          groupBy == null
              ? ""
              : switch (groupBy) {
                case SOURCE, TEAM -> "by-source";
                case POLICY -> "by-policy";
                case PRIORITY -> "by-priority";
                case SEVERITY -> "by-severity";
              };
      hasId = by.equals("by-source") || by.equals("by-policy");
      hasWord = !by.isEmpty() && !hasId;
      use(!by.isEmpty(), by);
      use(filter.sources().isPresent(), "sources");
      use(!filter.policies().isEmpty(), "policies");
      use(!filter.priorities().isEmpty(), "priorities");
      use(!filter.severities().isEmpty(), "severities");
    }

    private void use(boolean isUsed, String part) {
      if (isUsed) {
        parts.add(part);
      }
    }

    List<Cell> alerts(Session session, List<Bucket> buckets, int first) throws SQLException {
      return session.list(
          "alerts/report", parts, p -> bind(p, buckets), row -> cell(row, first, ofAlerts(row)));
    }

    List<Cell> notifications(Session session, List<Bucket> buckets, int first) throws SQLException {
      return session.list(
          "notifications/report",
          parts,
          p -> bind(p, buckets),
          row -> cell(row, first, ofNotifications(row)));
    }

    private void bind(Params p, List<Bucket> buckets) throws SQLException {
      p.instant("from", buckets.get(0).from())
          .instant("until", buckets.get(buckets.size() - 1).until());
      if (atOnce) {
        p.instants("starts", buckets.stream().map(Bucket::from).toList());
      }
      if (filter.sources().isPresent()) {
        p.numbers("sources", filter.sources().get());
      }
      if (!filter.policies().isEmpty()) {
        p.numbers("policies", filter.policies());
      }
      if (!filter.priorities().isEmpty()) {
        p.texts("priorities", filter.priorities());
      }
      if (!filter.severities().isEmpty()) {
        p.texts("severities", filter.severities());
      }
    }

    private Cell cell(Row row, int first, ReportFigures figures) throws SQLException {
      return new Cell(
          first + row.count("bucket") - 1,
          hasId ? row.number("id") : null,
          hasWord ? row.text("word") : null,
          figures);
    }

    private static ReportFigures ofAlerts(Row row) throws SQLException {
      return ReportFigures.ofAlerts(
          row.number("alerts"),
          row.number("accepted"),
          sum(row, "to_accept"),
          row.number("resolved"),
          sum(row, "to_resolve"));
    }

    private static ReportFigures ofNotifications(Row row) throws SQLException {
      return ReportFigures.ofNotifications(
          row.number("notifications"),
          row.number("delivered"),
          sum(row, "to_deliver"),
          sum(row, "slowest"),
          row.number("failed"));
    }

    /** There is no sum of nothing. */
    private static long sum(Row row, String column) throws SQLException {
      Long sum = row.number(column);
      return sum == null ? 0 : sum;
    }
  }
}
