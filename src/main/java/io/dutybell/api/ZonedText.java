package io.dutybell.api;

import io.dutybell.oncall.WallClock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Instants in requests about a resource that has a time zone of its own. */
final class ZonedText {

  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 9998;

  private ZonedText() {}

  /**
   * Reads an instant, to the millisecond.
   *
   * @param field how the field or parameter is called
   * @param text with an offset, or without one, which means local time
   * @param zone whose local time it is
   */
  static Instant instant(String field, String text, ZoneId zone) {
    // A plus sign in a query that was not encoded arrives as a space.
    String iso = text.strip().toUpperCase(Locale.ROOT).replace(' ', '+');
    try {
      LocalDateTime local = local(iso);
      if (local != null) {
        requireYear(field, local.getYear());
        return new WallClock(zone).reaches(local.truncatedTo(ChronoUnit.MILLIS));
      }
      OffsetDateTime time = OffsetDateTime.parse(iso);
      requireYear(field, time.getYear());
      return time.toInstant().truncatedTo(ChronoUnit.MILLIS);
    } catch (DateTimeException e) {
      throw Problem.invalid(
          field,
          "must be an instant such as 2026-11-22T15:06:00Z, or local time of the schedule's zone"
              + " such as 2026-11-22T15:06");
    }
  }

  /** Null when there is something behind the local time. */
  private static LocalDateTime local(String iso) {
    try {
      return LocalDateTime.parse(iso);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static void requireYear(String field, int year) {
    if (year < FIRST_YEAR || year > LAST_YEAR) {
      throw Problem.invalid(field, "must be between the years " + FIRST_YEAR + " and " + LAST_YEAR);
    }
  }
}
