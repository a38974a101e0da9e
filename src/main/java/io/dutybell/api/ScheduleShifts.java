package io.dutybell.api;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.OverrideStore;
import io.dutybell.configuration.ScheduleStore;
import io.dutybell.oncall.OnCall;
import io.dutybell.oncall.Range;
import io.dutybell.oncall.Schedule;
import io.dutybell.oncall.Shift;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who is on call: what follows from on-call schedules and their overrides. */
public final class ScheduleShifts {

  private static final Duration LONGEST_RANGE = Duration.ofDays(366);

  /** Older overrides cannot be in one whole shift with anything from now on. */
  private static final Duration OVERRIDES_MATTER = Duration.ofDays(2 * 366 + 8);

  private final ScheduleStore schedules;
  private final OverrideStore overrides;
  private final LiveConfiguration live;
  private final Clock clock;

  public ScheduleShifts(
      ScheduleStore schedules, OverrideStore overrides, LiveConfiguration live, Clock clock) {
    this.schedules = schedules;
    this.overrides = overrides;
    this.live = live;
    this.clock = clock;
  }

  /** The shifts in a range, cut at its ends. */
  public Answer shifts(Call call) {
    Schedule schedule = of(call);
    Range range = range(call.query(), schedule);
    return Answer.ok(ScheduleJson.shifts(shifts(call, schedule, range), live.current().users()));
  }

  /** When in a range nobody is on call. */
  public Answer gaps(Call call) {
    Schedule schedule = of(call);
    Range range = range(call.query(), schedule);
    return Answer.ok(
        OnCall.gaps(shifts(call, schedule, range), range.start(), range.end()).stream()
            .map(ScheduleJson::gap)
            .toList());
  }

  private List<Shift> shifts(Call call, Schedule schedule, Range range) {
    List<Shift> own =
        flag(call.query(), "exclude-overrides")
            ? List.of()
            : overrides
                .after(Set.of(schedule.id()), range.start())
                .getOrDefault(schedule.id(), List.of());
    return OnCall.shifts(schedule, own, range.start(), range.end());
  }

  /** The shift of whoever is on call; 204 when that is nobody. */
  public Answer userOnCall(Call call) {
    Schedule schedule = of(call);
    Instant now = clock.now();
    List<Shift> own = overrides(List.of(schedule), now).getOrDefault(schedule.id(), List.of());
    return OnCall.current(schedule, own, now)
        .map(shift -> Answer.ok(ScheduleJson.shift(shift, live.current().users())))
        .orElseGet(Answer::noContent);
  }

  /** The overrides from which shifts around an instant follow, by the number of their schedule. */
  Map<Long, List<Shift>> overrides(List<Schedule> of, Instant at) {
    Instant since =
        of.stream()
            .flatMap(schedule -> schedule.shifts().stream())
            .filter(shift -> shift.covers(at))
            .map(Shift::start)
            .reduce(at.minus(OVERRIDES_MATTER), (a, b) -> a.isBefore(b) ? a : b);
    return overrides.after(of.stream().map(Schedule::id).toList(), since);
  }

  /** Whether a shift has ended. */
  boolean isOver(Shift shift) {
    return !shift.end().isAfter(clock.now());
  }

  /** The schedule that the path names, or 404. */
  Schedule of(Call call) {
    long id = call.id("id");
    Sight sight = sight(call);
    return schedules.find(id).filter(sight::sees).orElseThrow(() -> missing(id));
  }

  Sight sight(Call call) {
    return Sight.of(call.caller(), live.refresh());
  }

  static Problem missing(long id) {
    return Problem.notFound("there is no schedule with id " + id);
  }

  /** From the beginning of last month, and for three months, unless the call says otherwise. */
  private Range range(Query query, Schedule schedule) {
    ZonedDateTime now = clock.now().atZone(schedule.zone());
    Instant from =
        instant(query, "from", schedule)
            .orElseGet(
                () ->
                    now.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).minusMonths(1).toInstant());
    Instant until =
        instant(query, "until", schedule)
            .orElseGet(() -> from.atZone(schedule.zone()).plusMonths(3).toInstant());
    if (until.isBefore(from)) {
      throw Problem.invalid("until", "must not be before from");
    }
    if (Duration.between(from, until).compareTo(LONGEST_RANGE) > 0) {
      throw Problem.invalid(
          "until", "must be at most " + LONGEST_RANGE.toDays() + " days after from");
    }
    return new Range(from, until);
  }

  /** The last value of a query parameter as an instant. */
  static Optional<Instant> instant(Query query, String name, Schedule schedule) {
    return query.text(name).map(text -> WallTime.instant(name, text, schedule.zone()));
  }

  /** The last value of a query parameter as a flag, false when it is absent. */
  static boolean flag(Query query, String name) {
    return switch (query.text(name).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Problem.invalid(name, "must be true or false");
    };
  }
}
