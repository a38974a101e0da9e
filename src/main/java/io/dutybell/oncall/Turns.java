package io.dutybell.oncall;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The shifts of one layer. Handovers are a rotation apart on the clock on the wall: a daily one at
 * 09:00 stays at 09:00 when summer time begins or ends.
 */
final class Turns {

  private Turns() {}

  /** The shifts of a layer that lie in a range, in order, cut at its ends. */
  static List<Shift> of(Layer layer, ZoneId zone, Range range) {
    Instant end = layer.endsOn() == null ? range.end() : layer.endsOn();
    Range active = range.within(new Range(layer.startsOn(), end));
    if (active.isEmpty()) {
      return List.of();
    }
    WallClock clock = new WallClock(zone);
    List<Shift> turns = turns(layer, clock, active);
    return layer.restrictions().isEmpty()
        ? turns
        : during(turns, OpenTimes.of(layer, clock, active));
  }

  private static List<Shift> turns(Layer layer, WallClock clock, Range range) {
    LocalDateTime first = clock.shows(layer.startsOn());
    Duration length = layer.rotation().length();
    // Never too far: what the clock shows may be behind what it has shown, but not ahead of it.
    long turn = Math.max(0, Duration.between(first, clock.shows(range.start())).dividedBy(length));
    List<Shift> turns = new ArrayList<>();
    Instant start = clock.reaches(first.plus(length.multipliedBy(turn)), layer.startsOn());
    while (start.isBefore(range.end())) {
      Instant next = clock.reaches(first.plus(length.multipliedBy(turn + 1)), layer.startsOn());
      Range part = new Range(start, next).within(range);
      if (!part.isEmpty()) {
        long user = layer.userIds().get((int) (turn % layer.userIds().size()));
        turns.add(new Shift(user, part.start(), part.end()));
      }
      start = next;
      turn++;
    }
    return turns;
  }

  private static List<Shift> during(List<Shift> turns, List<Range> open) {
    List<Shift> shifts = new ArrayList<>();
    int first = 0;
    for (Shift turn : turns) {
      while (first < open.size() && !open.get(first).end().isAfter(turn.start())) {
        first++;
      }
      for (int i = first; i < open.size() && open.get(i).start().isBefore(turn.end()); i++) {
        Range part = open.get(i).within(new Range(turn.start(), turn.end()));
        shifts.add(turn.between(part.start(), part.end()));
      }
    }
    return shifts;
  }
}
