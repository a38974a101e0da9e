package io.dutybell.oncall;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;

/**
 * The clock on a wall in a time zone. When summer time puts it forward, the times it leaves out
 * come all at once; when it is put back, the times it shows twice count the first time.
 */
public final class WallClock {

  private final ZoneRules rules;

  /** The clock of a zone. */
  public WallClock(ZoneId zone) {
    rules = zone.getRules();
  }

  LocalDateTime shows(Instant at) {
    return LocalDateTime.ofInstant(at, rules.getOffset(at));
  }

  /** The first instant at which the clock has come as far as this. */
  public Instant reaches(LocalDateTime local) {
    return reaches(local, Instant.MIN);
  }

  /** The first instant from {@code since} on at which the clock has come as far as this. */
  Instant reaches(LocalDateTime local, Instant since) {
    List<ZoneOffset> offsets = rules.getValidOffsets(local);
    if (offsets.isEmpty()) {
      Instant change = rules.getTransition(local).getInstant();
      return change.isBefore(since) ? since : change;
    }
    for (ZoneOffset offset : offsets) {
      Instant instant = local.toInstant(offset);
      if (!instant.isBefore(since)) {
        return instant;
      }
    }
    return since;
  }
}
