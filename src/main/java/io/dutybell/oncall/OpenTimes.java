package io.dutybell.oncall;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** When the restrictions of a layer let it have somebody on call. */
final class OpenTimes {

  private OpenTimes() {}

  /** The open times that lie in a range, in order, apart from each other, cut at its ends. */
  static List<Range> of(Layer layer, WallClock clock, Range range) {
    List<Range> times = new ArrayList<>();
    boolean daily = layer.restrictionType() == Restriction.Type.TIMES_OF_DAY;
    for (Restriction restriction : layer.restrictions()) {
      add(times, restriction, daily, clock, range);
    }
    times.sort(Comparator.comparing(Range::start));
    return joined(times);
  }

  private static void add(
      List<Range> times, Restriction restriction, boolean daily, WallClock clock, Range range) {
    // One that began before the range may reach into it, and a clock may have been put back a day.
    LocalDate date = clock.shows(range.start()).toLocalDate().minusDays(daily ? 3 : 9);
    if (!daily) {
      date = date.with(TemporalAdjusters.nextOrSame(restriction.from().day()));
    }
    LocalDate last = clock.shows(range.end()).toLocalDate().plusDays(1);
    for (; !date.isAfter(last); date = date.plusDays(daily ? 1 : 7)) {
      Range time =
          new Range(
                  clock.reaches(date.atTime(restriction.from().time())),
                  clock.reaches(end(restriction, daily, date)))
              .within(range);
      if (!time.isEmpty()) {
        times.add(time);
      }
    }
  }

  private static LocalDateTime end(Restriction restriction, boolean daily, LocalDate date) {
    LocalDateTime start = date.atTime(restriction.from().time());
    LocalDateTime end =
        (daily ? date : date.with(TemporalAdjusters.nextOrSame(restriction.to().day())))
            .atTime(restriction.to().time());
    return end.isAfter(start) ? end : end.plusDays(daily ? 1 : 7);
  }

  private static List<Range> joined(List<Range> times) {
    List<Range> joined = new ArrayList<>();
    for (Range time : times) {
      Range before = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (before == null || time.start().isAfter(before.end())) {
        joined.add(time);
      } else {
        Instant end = time.end().isAfter(before.end()) ? time.end() : before.end();
        joined.set(joined.size() - 1, new Range(before.start(), end));
      }
    }
    return joined;
  }
}
