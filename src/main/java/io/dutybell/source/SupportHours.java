package io.dutybell.source;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The hours in which a team works.
 *
 * @param id its number; 0 for one that is not stored yet
 * @param name its name, unique
 * @param timezone an IANA name; the times of the days are local times there
 * @param days the working days, in the order of the week
 * @param exceptions when the days do not count
 */
public record SupportHours(
    long id,
    String name,
    String timezone,
    Map<DayOfWeek, Day> days,
    List<ExceptionalTime> exceptions) {

  public SupportHours {
    Map<DayOfWeek, Day> inOrder = new EnumMap<>(DayOfWeek.class);
    inOrder.putAll(days);
    days = Collections.unmodifiableMap(inOrder);
    exceptions = List.copyOf(exceptions);
  }

  /**
   * The hours of a weekday.
   *
   * @param start when they begin
   * @param end when they end, after the start; midnight is the end of the day
   */
  public record Day(LocalTime start, LocalTime end) {}

  /**
   * A time such as a public holiday, or a working day at a weekend.
   *
   * @param name what it is; may be null
   * @param start its first instant
   * @param end the first instant after it
   * @param status what it counts as
   */
  public record ExceptionalTime(String name, Instant start, Instant end, Status status) {}

  /** What a time counts as. */
  public enum Status {
    DURING,
    OUTSIDE
  }

  /** The same hours under another name. */
  public SupportHours named(String newName) {
    return new SupportHours(id, newName, timezone, days, exceptions);
  }

  /** Whether these are the same hours, whatever their number and name. */
  public boolean sameHoursAs(SupportHours other) {
    return timezone.equals(other.timezone)
        && days.equals(other.days)
        && exceptions.equals(other.exceptions);
  }
}
