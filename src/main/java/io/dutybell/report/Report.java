package io.dutybell.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Figures about alerts over time.
 *
 * @param total of all alerts
 * @param buckets of the alerts of each bucket, also of those without any, in their order
 * @param groups of those with most alerts first; empty when they are not told apart
 */
public record Report(ReportFigures total, List<ReportFigures> buckets, List<Series> groups) {

  public Report {
    buckets = List.copyOf(buckets);
    groups = List.copyOf(groups);
  }

  /**
   * One group over time.
   *
   * @param group which one
   * @param total of its alerts
   * @param buckets of its alerts in each bucket, also of those without any, in their order
   */
  public record Series(Group group, ReportFigures total, List<ReportFigures> buckets) {

    public Series {
      buckets = List.copyOf(buckets);
    }

    private static Series of(Group group, List<ReportFigures> buckets) {
      return new Series(group, sum(buckets), buckets);
    }
  }

  /**
   * Adds up.
   *
   * @param count how many buckets there are
   * @param groups the groups that a cell counts for: none, one or several
   */
  public static Report of(
      int count, List<Cell> cells, Function<Cell, ? extends Collection<Group>> groups) {
    List<ReportFigures> buckets = empty(count);
    Map<Group, List<ReportFigures>> grouped = new LinkedHashMap<>();
    for (Cell cell : cells) {
      add(buckets, cell);
      groups
          .apply(cell)
          .forEach(group -> add(grouped.computeIfAbsent(group, g -> empty(count)), cell));
    }
    List<Series> series = new ArrayList<>();
    grouped.forEach((group, figures) -> series.add(Series.of(group, figures)));
    series.sort(
        Comparator.comparingLong((Series s) -> -s.total().alerts())
            .thenComparing(s -> String.valueOf(s.group().name()))
            .thenComparing(s -> String.valueOf(s.group().id())));
    return new Report(sum(buckets), buckets, series);
  }

  private static List<ReportFigures> empty(int count) {
    return new ArrayList<>(Collections.nCopies(count, ReportFigures.NONE));
  }

  private static void add(List<ReportFigures> buckets, Cell cell) {
    buckets.set(cell.bucket(), buckets.get(cell.bucket()).plus(cell.figures()));
  }

  private static ReportFigures sum(List<ReportFigures> figures) {
    return figures.stream().reduce(ReportFigures.NONE, ReportFigures::plus);
  }
}
