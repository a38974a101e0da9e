package io.dutybell.report;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/** How long the parts are that a report divides its time into, by the calendar of a time zone. */
public enum Granularity {
  /** From midnight to midnight. */
  DAY(ChronoUnit.DAYS, 30) {
    @Override
    public LocalDate firstDay(LocalDate day) {
      return day;
    }
  },
  /** From Monday to Sunday. */
  WEEK(ChronoUnit.WEEKS, 12) {
    @Override
    public LocalDate firstDay(LocalDate day) {
      return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
  },
  /** From the first to the last day of a month. */
  MONTH(ChronoUnit.MONTHS, 12) {
    @Override
    public LocalDate firstDay(LocalDate day) {
      return day.withDayOfMonth(1);
    }
  };

  private final ChronoUnit unit;
  private final int usual;

  Granularity(ChronoUnit unit, int usual) {
    this.unit = unit;
    this.usual = usual;
  }

  /** The first day of the part that has this day. */
  public abstract LocalDate firstDay(LocalDate day);

  /**
   * The first day of another part.
   *
   * @param firstDay of a part
   * @param parts how many parts later; negative for earlier
   */
  public LocalDate plus(LocalDate firstDay, int parts) {
    return firstDay.plus(parts, unit);
  }

  /** How many parts a report has of which nobody said where it begins. */
  public int usualParts() {
    return usual;
  }
}
