package io.dutybell.oncall;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Shifts in a range, laid one over the other: what lies on top hides what is below. */
final class Plan {

  private final Range range;
  private final NavigableMap<Instant, Shift> shifts = new TreeMap<>();

  Plan(Range range) {
    this.range = range;
  }

  /** Lays a shift over what is there; what of it is outside the range is left out. */
  void lay(Shift shift) {
    Range part = new Range(shift.start(), shift.end()).within(range);
    if (part.isEmpty()) {
      return;
    }
    Map.Entry<Instant, Shift> before = shifts.lowerEntry(part.start());
    if (before != null && before.getValue().end().isAfter(part.start())) {
      Shift cut = before.getValue();
      shifts.put(cut.start(), cut.between(cut.start(), part.start()));
      keepRest(cut, part.end());
    }
    NavigableMap<Instant, Shift> below = shifts.subMap(part.start(), true, part.end(), false);
    if (!below.isEmpty()) {
      Shift last = below.lastEntry().getValue();
      below.clear();
      keepRest(last, part.end());
    }
    shifts.put(part.start(), shift.between(part.start(), part.end()));
  }

  private void keepRest(Shift shift, Instant from) {
    if (shift.end().isAfter(from)) {
      shifts.put(from, shift.between(from, shift.end()));
    }
  }

  /** What can be seen from above, in order, apart from each other. */
  List<Shift> shifts() {
    return List.copyOf(shifts.values());
  }
}
