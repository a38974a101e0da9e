package io.dutybell.source;

import io.dutybell.oncall.WallClock;
import io.dutybell.source.SupportHours.Day;
import io.dutybell.source.SupportHours.ExceptionalTime;
import io.dutybell.source.SupportHours.Status;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a time counts as by support hours. Pure. When summer time puts the clock forward, the times
 * that it leaves out come all at once; when it is put back, those it shows twice count the first
 * time.
 */
final class SupportTimes {

  /** A stretch that is made of more pieces than these has no beginning worth looking for. */
  private static final int MOST_PIECES = 60;

  private static final int DAYS_BACK = 8;

  private final SupportHours hours;
  private final ZoneId zone;
  private final WallClock clock;

  SupportTimes(SupportHours hours) {
    this.hours = hours;
    this.zone = ZoneId.of(hours.timezone());
    this.clock = new WallClock(zone);
  }

  /** What an instant counts as; of several exceptions that cover it the last in the list counts. */
  Status at(Instant at) {
    List<ExceptionalTime> exceptions = hours.exceptions();
    for (int i = exceptions.size() - 1; i >= 0; i--) {
      ExceptionalTime time = exceptions.get(i);
      if (!at.isBefore(time.start()) && at.isBefore(time.end())) {
        return time.status();
      }
    }
    LocalDate today = at.atZone(zone).toLocalDate();
    for (int day = -1; day <= 1; day++) {
      LocalDate date = today.plusDays(day);
      Day times = hours.days().get(date.getDayOfWeek());
      if (times != null && !at.isBefore(start(date, times)) && at.isBefore(end(date, times))) {
        return Status.DURING;
      }
    }
    return Status.OUTSIDE;
  }

  /**
   * Since when it has counted as what it counts as now.
   *
   * @return empty when it was never otherwise, or not for longer than anybody remembers
   */
  Optional<Instant> since(Instant at) {
    Status status = at(at);
    Instant within = at;
    for (int piece = 0; piece < MOST_PIECES; piece++) {
      Optional<Instant> edge = lastEdge(within);
      if (edge.isEmpty()) {
        return edge;
      }
      within = edge.get().minusNanos(1);
      if (at(within) != status) {
        return edge;
      }
    }
    return Optional.empty();
  }

  /** The last instant, until this one, at which something begins or ends. */
  private Optional<Instant> lastEdge(Instant until) {
    Instant[] last = new Instant[1];
    Consumer<Instant> look =
        edge -> {
          if (!edge.isAfter(until) && (last[0] == null || edge.isAfter(last[0]))) {
            last[0] = edge;
          }
        };
    for (ExceptionalTime time : hours.exceptions()) {
      look.accept(time.start());
      look.accept(time.end());
    }
    LocalDate today = until.atZone(zone).toLocalDate();
    for (int day = -DAYS_BACK; day <= 1; day++) {
      LocalDate date = today.plusDays(day);
      Day times = hours.days().get(date.getDayOfWeek());
      if (times != null) {
        look.accept(start(date, times));
        look.accept(end(date, times));
      }
    }
    return Optional.ofNullable(last[0]);
  }

  private Instant start(LocalDate date, Day times) {
    return clock.reaches(date.atTime(times.start()));
  }

  private Instant end(LocalDate date, Day times) {
    return clock.reaches(
        times.end().equals(LocalTime.MIDNIGHT)
            ? date.plusDays(1).atStartOfDay()
            : date.atTime(times.end()));
  }
}
