package io.dutybell.oncall;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who is on call, computed from a schedule and its overrides. Overrides are given from the oldest
 * to the newest; each wins over the schedule and over those before it.
 */
public final class OnCall {

  /**
   * More than a week, in which every restriction comes again. Most shifts begin and end within it;
   * then what is further away need not be computed.
   */
  private static final Duration FIRST_LOOK = Duration.ofDays(8);

  /** More than changes of the clock take or add. */
  private static final Duration MARGIN = Duration.ofDays(2);

  private OnCall() {}

  /**
   * The shifts in a range, in order; no two at the same time. Those that begin before it or end
   * after it are cut at its ends. A handover from a user to the same user is one all the same.
   *
   * @param from the first instant
   * @param until the first instant after the range; nothing is in a range that ends before it
   *     begins
   */
  public static List<Shift> shifts(
      Schedule schedule, List<Shift> overrides, Instant from, Instant until) {
    Range range = new Range(from, until);
    Plan plan = new Plan(range);
    schedule.shifts().forEach(plan::lay);
    for (Layer layer : schedule.layers()) {
      Turns.of(layer, schedule.zone(), range).forEach(plan::lay);
    }
    overrides.forEach(plan::lay);
    return plan.shifts();
  }

  /**
   * The whole shifts that reach into a range, in order: the first may begin before it, and the last
   * may end after it. A range without length is an instant.
   *
   * @param until the first instant after the range
   */
  public static List<Shift> wholeShifts(
      Schedule schedule, List<Shift> overrides, Instant from, Instant until) {
    List<Shift> shifts = new ArrayList<>(shifts(schedule, overrides, from, until));
    Optional<Shift> first = current(schedule, overrides, from);
    if (shifts.isEmpty()) {
      return first.filter(shift -> from.equals(until)).map(List::of).orElse(List.of());
    }
    if (first.isPresent()) {
      shifts.set(0, first.get());
    }
    int last = shifts.size() - 1;
    if (!shifts.get(last).end().isBefore(until)) {
      shifts.set(last, current(schedule, overrides, shifts.get(last).start()).orElseThrow());
    }
    return List.copyOf(shifts);
  }

  /**
   * When nobody is on call.
   *
   * @param shifts those of the range, as {@link #shifts} gives them
   */
  public static List<Range> gaps(List<Shift> shifts, Instant from, Instant until) {
    List<Range> gaps = new ArrayList<>();
    Instant covered = from;
    for (Shift shift : shifts) {
      if (shift.start().isAfter(covered)) {
        gaps.add(new Range(covered, shift.start()));
      }
      covered = shift.end();
    }
    if (covered.isBefore(until)) {
      gaps.add(new Range(covered, until));
    }
    return gaps;
  }

  /** The whole shift of whoever is on call at this instant; empty when that is nobody. */
  public static Optional<Shift> current(Schedule schedule, List<Shift> overrides, Instant at) {
    Duration enough = enough(schedule, overrides);
    for (Duration width = FIRST_LOOK; ; width = width.multipliedBy(2)) {
      Instant from = at.minus(width);
      Instant until = at.plus(width);
      Optional<Shift> shift =
          shifts(schedule, overrides, from, until).stream().filter(s -> s.covers(at)).findFirst();
      boolean cut =
          shift.filter(s -> !s.start().isAfter(from) || !s.end().isBefore(until)).isPresent();
      if (!cut || width.compareTo(enough) >= 0) {
        return shift;
      }
    }
  }

  /** The first whole shift that begins after this instant; empty when none ever does. */
  public static Optional<Shift> next(Schedule schedule, List<Shift> overrides, Instant at) {
    Duration enough = enough(schedule, overrides);
    Duration width = FIRST_LOOK;
    Instant from = at;
    while (true) {
      Instant until = from.plus(width);
      Instant end = until.plus(width);
      Optional<Shift> next =
          shifts(schedule, overrides, from, end).stream()
              .filter(shift -> shift.start().isAfter(at) && shift.start().isBefore(until))
              .findFirst();
      boolean cut = next.filter(shift -> !shift.end().isBefore(end)).isPresent();
      if (width.compareTo(enough) < 0 && (cut || next.isEmpty())) {
        width = width.multipliedBy(2);
        continue;
      }
      if (next.isPresent()) {
        return next;
      }
      // Where nothing begins for so long, nothing does until a layer, shift or override does.
      Optional<Instant> later =
          beginnings(schedule, overrides, until).min(Comparator.naturalOrder());
      if (later.isEmpty()) {
        return next;
      }
      from = later.get();
    }
  }

  private static Stream<Instant> beginnings(
      Schedule schedule, List<Shift> overrides, Instant notBefore) {
    return Stream.of(
            schedule.layers().stream().map(Layer::startsOn),
            schedule.shifts().stream().map(Shift::start),
            overrides.stream().map(Shift::start))
        .flatMap(starts -> starts)
        .filter(start -> !start.isBefore(notBefore));
  }

  /** Longer than any shift can be, and than it takes until one begins where any do. */
  private static Duration enough(Schedule schedule, List<Shift> overrides) {
    return Stream.of(
            schedule.layers().stream().map(layer -> layer.rotation().length()),
            schedule.shifts().stream().map(Shift::length),
            overrides.stream().map(Shift::length))
        .flatMap(lengths -> lengths)
        .reduce(FIRST_LOOK, (a, b) -> a.compareTo(b) > 0 ? a : b)
        .plus(MARGIN);
  }
}
