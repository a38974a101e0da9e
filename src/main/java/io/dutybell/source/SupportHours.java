package io.dutybell.source;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The hours in which a team works.
 *
 * @param id its number; 0 for one that is not stored yet
 * @param name its name, unique
 * @param timezone an IANA name; the times of the days are local times there
 * @param days the working days, in the order of the week
 * @param exceptions when the days do not count
 * @param teamIds the teams that they belong to; empty for none
 */
public record SupportHours(
    long id,
    String name,
    String timezone,
    Map<DayOfWeek, Day> days,
    List<ExceptionalTime> exceptions,
    Set<Long> teamIds) {

  public SupportHours {
    Map<DayOfWeek, Day> inOrder = new EnumMap<>(DayOfWeek.class);
    inOrder.putAll(days);
    days = Collections.unmodifiableMap(inOrder);
    exceptions = List.copyOf(exceptions);
    teamIds = Set.copyOf(teamIds);
  }

  /** Some that belong to no team. */
  public SupportHours(
      long id,
      String name,
      String timezone,
      Map<DayOfWeek, Day> days,
      List<ExceptionalTime> exceptions) {
    this(id, name, timezone, days, exceptions, Set.of());
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
    return new SupportHours(id, newName, timezone, days, exceptions, teamIds);
  }

  /** What an instant counts as; of several exceptions that cover it the last in the list counts. */
  public Status statusAt(Instant at) {
    return new SupportTimes(this).at(at);
  }

  /**
   * Since when it has counted as what it counts as at this instant.
   *
   * @return empty when it was never otherwise, or not for more than a month
   */
  public Optional<Instant> since(Instant at) {
    return new SupportTimes(this).since(at);
  }

  /** Whether these are the same hours, whatever their number and name. */
  public boolean sameHoursAs(SupportHours other) {
    return timezone.equals(other.timezone)
        && days.equals(other.days)
        && exceptions.equals(other.exceptions);
  }
}
