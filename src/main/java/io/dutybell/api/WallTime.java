package io.dutybell.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;

/** Reads time zones, and instants that may be local times of one. */
final class WallTime {

  private static final int LONGEST = 100;

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

  /**
   * An instant that must be there, to the millisecond. Without an offset it is local time of the
   * zone: the earlier one of a time that the zone has twice, and of one that it skips the instant
   * that it would have been without the skip.
   */
  static Instant requiredInstant(Fields fields, String name, ZoneId zone) {
    String value = fields.line(name, LONGEST);
    if (value == null) {
      throw Problem.invalid(fields.at(name), "is required");
    }
    Instant instant = instant(value, zone);
    if (instant == null) {
      throw Problem.invalid(
          fields.at(name),
          "must be an instant such as 2026-11-22T15:06:00Z, or without the offset a local time of "
              + zone);
    }
    if (instant.isBefore(Fields.EARLIEST) || instant.isAfter(Fields.LATEST)) {
      throw Problem.invalid(fields.at(name), "must be between the years 1970 and 9999");
    }
    return instant.truncatedTo(ChronoUnit.MILLIS);
  }

  private static Instant instant(String value, ZoneId zone) {
    try {
      TemporalAccessor read =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              value, OffsetDateTime::from, LocalDateTime::from);
      return read instanceof LocalDateTime local
          ? local.atZone(zone).toInstant()
          : ((OffsetDateTime) read).toInstant();
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }
}
