package io.dutybell.api;

import static java.time.format.DateTimeFormatter.ISO_LOCAL_DATE;
import static java.time.format.DateTimeFormatter.ISO_LOCAL_DATE_TIME;
import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import io.dutybell.oncall.WallClock;
import io.dutybell.report.Bucket;
import io.dutybell.report.Granularity;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalQuery;
import java.util.List;
import java.util.Locale;

/**
 * The time that a report is about.
 *
 * @param from its first instant
 * @param until the instant before which it is
 * @param zone whose days, weeks and months divide it
 * @param granularity how long its parts are
 * @param buckets its parts, at least one
 */
record ReportRange(
    Instant from, Instant until, ZoneId zone, Granularity granularity, List<Bucket> buckets) {

  /** The most parts that a report may have. */
  static final int MOST_BUCKETS = 400;

  private static final int MOST_YEARS = 10;
  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 9998;

  ReportRange {
    buckets = List.copyOf(buckets);
  }

  /**
   * Reads {@code from}, {@code until}, {@code timezone} and {@code granularity}.
   *
   * @param usualZone the zone when none is asked for
   * @param now the end when none is asked for
   */
  static ReportRange of(Query query, ZoneId usualZone, Instant now) {
    ZoneId zone = query.text("timezone").map(ReportRange::zone).orElse(usualZone);
    Granularity granularity =
        query
            .text("granularity")
            .map(
                word ->
                    Fields.word("granularity", word.toUpperCase(Locale.ROOT), Granularity.class))
            .orElse(Granularity.DAY);
    Instant until =
        query
            .text("until")
            .map(text -> instant("until", text, zone))
            .orElse(now.truncatedTo(ChronoUnit.MILLIS));
    Instant from =
        query
            .text("from")
            .map(text -> instant("from", text, zone))
            .orElseGet(() -> usualFrom(until, granularity, zone));
    if (!from.isBefore(until)) {
      throw Problem.invalid("from", "must be before until, which is now unless it is given");
    }
    if (until.isAfter(from.atZone(zone).plusYears(MOST_YEARS).toInstant())) {
      throw Problem.invalid("until", "must be at most " + MOST_YEARS + " years after from");
    }
    List<Bucket> buckets = Bucket.of(from, until, granularity, zone, MOST_BUCKETS);
    if (buckets.size() > MOST_BUCKETS) {
      throw Problem.invalid(
          "granularity",
          granularity
              + " makes more than "
              + MOST_BUCKETS
              + " buckets of this time; choose a longer one, or let from and until be closer together");
    }
    return new ReportRange(from, until, zone, granularity, buckets);
  }

  /** As many whole parts as are usual before the one that the end is in. */
  private static Instant usualFrom(Instant until, Granularity granularity, ZoneId zone) {
    LocalDate last = granularity.firstDay(until.minusMillis(1).atZone(zone).toLocalDate());
    return granularity.plus(last, 1 - granularity.usualParts()).atStartOfDay(zone).toInstant();
  }

  private static ZoneId zone(String name) {
    try {
      // A plus sign that was not encoded arrives as a space.
      return ZoneId.of(name.replace(' ', '+'));
    } catch (DateTimeException e) {
      throw Problem.invalid("timezone", "must be an IANA time zone such as Asia/Shanghai");
    }
  }

  /** A date is its first instant; a time without an offset is local time. */
  private static Instant instant(String field, String text, ZoneId zone) {
    String iso = text.strip().toUpperCase(Locale.ROOT).replace(' ', '+');
    OffsetDateTime withOffset = read(iso, ISO_OFFSET_DATE_TIME, OffsetDateTime::from);
    LocalDateTime local = read(iso, ISO_LOCAL_DATE_TIME, LocalDateTime::from);
    LocalDate date = read(iso, ISO_LOCAL_DATE, LocalDate::from);
    int year;
    if (withOffset != null) {
      year = withOffset.getYear();
    } else if (local != null) {
      year = local.getYear();
    } else if (date != null) {
      year = date.getYear();
    } else {
      throw Problem.invalid(
          field,
          "must be an instant such as 2026-11-22T15:06:00Z, or local time of the time zone such as"
              + " 2026-11-22T15:06, or a date such as 2026-11-22");
    }
    if (year < FIRST_YEAR || year > LAST_YEAR) {
      throw Problem.invalid(field, "must be between the years " + FIRST_YEAR + " and " + LAST_YEAR);
    }
    if (withOffset != null) {
      return withOffset.toInstant().truncatedTo(ChronoUnit.MILLIS);
    }
    return local != null
        ? new WallClock(zone).reaches(local.truncatedTo(ChronoUnit.MILLIS))
        : date.atStartOfDay(zone).toInstant();
  }

  /** Null when the text is something else. */
  private static <T> T read(String iso, DateTimeFormatter format, TemporalQuery<T> as) {
    try {
      return format.parse(iso, as);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
