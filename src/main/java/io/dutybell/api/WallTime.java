package io.dutybell.api;

import io.dutybell.oncall.WallClock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Time zones in requests, and instants there that may be local times of one. */
final class WallTime {

  private static final int LONGEST = 100;
  private static final int FIRST_YEAR = 1970;

  /** One before the last that our instants are written with: some time has to follow. */
  private static final int LAST_YEAR = 9998;

  private WallTime() {}

  /** The time zone in field {@code timezone}; UTC when there is none. */
  static ZoneId zone(Fields fields) {
    String name = fields.line("timezone", 64);
    try {
      return ZoneId.of(name == null ? "UTC" : name);
    } catch (DateTimeException e) {
      throw Problem.invalid(
          fields.at("timezone"), "must be an IANA time zone such as Asia/Shanghai");
    }
  }

  /** An instant that must be there, see {@link #instant(String, String, ZoneId)}. */
  static Instant requiredInstant(Fields fields, String name, ZoneId zone) {
    Instant instant = instant(fields, name, zone);
    if (instant == null) {
      throw Problem.invalid(fields.at(name), "is required");
    }
    return instant;
  }

  /** An instant, see {@link #instant(String, String, ZoneId)}; null when it is absent. */
  static Instant instant(Fields fields, String name, ZoneId zone) {
    String text = fields.line(name, LONGEST);
    return text == null ? null : instant(fields.at(name), text, zone);
  }

  /**
   * Reads an instant, to the millisecond. Of a local time that comes twice the first one is meant,
   * and of one that is skipped the instant at which it is.
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
          "must be an instant such as 2026-11-22T15:06:00Z, or without the offset a local time of "
              + zone);
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
