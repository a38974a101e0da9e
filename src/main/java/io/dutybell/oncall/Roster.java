package io.dutybell.oncall;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * An on-call schedule with its overrides, which says quickly who is on call: what was computed is
 * remembered until the next handover. Thread-safe; its answers never change.
 */
public final class Roster {

  /** As far ahead as is computed at once; handovers are hardly ever further apart than that. */
  private static final Duration AHEAD = Duration.ofDays(2);

  /** For how long who is on call: nobody when {@code user} is empty. */
  private record Stretch(Range range, OptionalLong user) {

    boolean covers(Instant at) {
      return !at.isBefore(range.start()) && at.isBefore(range.end());
    }
  }

  private final Schedule schedule;
  private final List<Shift> overrides;
  private volatile Stretch latest;

  /**
   * @param schedule the schedule
   * @param overrides its overrides from the oldest to the newest; those that are over may be left
   *     out when nobody asks for the time before
   */
  public Roster(Schedule schedule, List<Shift> overrides) {
    this.schedule = schedule;
    this.overrides = List.copyOf(overrides);
  }

  /** The schedule, without overrides. */
  public Schedule schedule() {
    return schedule;
  }

  /** The number of the user who is on call at this instant; empty when that is nobody. */
  public OptionalLong userOnCall(Instant at) {
    Stretch known = latest;
    if (known == null || !known.covers(at)) {
      known = compute(at);
      latest = known;
    }
    return known.user();
  }

  private Stretch compute(Instant at) {
    Instant until = at.plus(AHEAD);
    List<Shift> shifts = OnCall.shifts(schedule, overrides, at, until);
    if (shifts.isEmpty()) {
      return new Stretch(new Range(at, until), OptionalLong.empty());
    }
    Shift first = shifts.get(0);
    return first.covers(at)
        ? new Stretch(new Range(at, first.end()), OptionalLong.of(first.userId()))
        : new Stretch(new Range(at, first.start()), OptionalLong.empty());
  }
}
