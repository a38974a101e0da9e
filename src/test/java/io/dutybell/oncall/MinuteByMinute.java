package io.dutybell.oncall;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is on call, found in the simplest way there is: looking at the clock on the wall once a
 * minute, and never letting it go back.
 */
final class MinuteByMinute {

  private static final long DAY = 24 * 60;

  private MinuteByMinute() {}

  /**
   * Who is on call in each minute of a range.
   *
   * @param walkFrom a minute before anything begins
   * @return users by minute, 0 for nobody
   */
  static List<Long> users(
      Schedule schedule, List<Shift> overrides, Instant walkFrom, Instant from, Instant until) {
    long[] turnClocks = new long[schedule.layers().size()];
    java.util.Arrays.fill(turnClocks, Long.MIN_VALUE);
    long clock = Long.MIN_VALUE;
    List<Long> users = new ArrayList<>();
    for (Instant at = walkFrom; at.isBefore(until); at = at.plusSeconds(60)) {
      long shown = wall(at, schedule.zone());
      clock = Math.max(clock, shown);
      long user = 0;
      for (Shift shift : schedule.shifts()) {
        user = shift.covers(at) ? shift.userId() : user;
      }
      for (int i = 0; i < turnClocks.length; i++) {
        Layer layer = schedule.layers().get(i);
        if (at.isBefore(layer.startsOn())) {
          continue;
        }
        turnClocks[i] = Math.max(turnClocks[i], shown);
        boolean over = layer.endsOn() != null && !at.isBefore(layer.endsOn());
        if (!over && isOpen(layer, clock)) {
          long turn =
              (turnClocks[i] - wall(layer.startsOn(), schedule.zone()))
                  / layer.rotation().length().toMinutes();
          user = layer.userIds().get((int) (turn % layer.userIds().size()));
        }
      }
      for (Shift override : overrides) {
        user = override.covers(at) ? override.userId() : user;
      }
      if (!at.isBefore(from)) {
        users.add(user);
      }
    }
    return users;
  }

  private static boolean isOpen(Layer layer, long clock) {
    if (layer.restrictions().isEmpty()) {
      return true;
    }
    boolean daily = layer.restrictionType() == Restriction.Type.TIMES_OF_DAY;
    // The clock began on a Thursday.
    long now = daily ? clock % DAY : (clock + 3 * DAY) % (7 * DAY);
    for (Restriction restriction : layer.restrictions()) {
      long from = minute(restriction.from(), daily);
      long to = minute(restriction.to(), daily);
      if (from < to ? from <= now && now < to : from <= now || now < to) {
        return true;
      }
    }
    return false;
  }

  private static long minute(TimeOfWeek moment, boolean daily) {
    long ofDay = Duration.between(LocalTime.MIDNIGHT, moment.time()).toMinutes();
    return daily ? ofDay : (moment.day().getValue() - 1) * DAY + ofDay;
  }

  private static long wall(Instant at, ZoneId zone) {
    return LocalDateTime.ofInstant(at, zone).toEpochSecond(ZoneOffset.UTC) / 60;
  }
}
