package io.dutybell.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the parts that a report divides its time into. The first and the last one may be cut by
 * the ends of the report.
 *
 * @param day the first day of the whole day, week or month
 * @param from its first instant
 * @param until the instant before which it is
 */
public record Bucket(LocalDate day, Instant from, Instant until) {

  /**
   * Divides a time, so that every instant in it is in exactly one bucket. A day begins with the
   * first instant of its date in the zone, so that days have 23 or 25 hours where the clock
   * changes; a date that the zone never had has no bucket.
   *
   * @param from the first instant
   * @param until the instant before which everything is, after {@code from}
   * @param most gives up beyond so many
   * @return in order; more than {@code most} when the time is too long
   */
  public static List<Bucket> of(
      Instant from, Instant until, Granularity granularity, ZoneId zone, int most) {
    List<Bucket> buckets = new ArrayList<>();
    LocalDate day = granularity.firstDay(from.atZone(zone).toLocalDate());
    Instant start = from;
    while (start.isBefore(until) && buckets.size() <= most) {
      LocalDate next = granularity.plus(day, 1);
      Instant end = next.atStartOfDay(zone).toInstant();
      if (end.isAfter(start)) {
        Instant cut = end.isBefore(until) ? end : until;
        buckets.add(new Bucket(day, start, cut));
        start = cut;
      }
      day = next;
    }
    return buckets;
  }
}
