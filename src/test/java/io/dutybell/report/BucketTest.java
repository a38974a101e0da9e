package io.dutybell.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketTest {

  @ParameterizedTest(name = "{1} in {0} has {2} hours")
  @CsvSource({
    "Europe/Berlin, 2026-03-28, 24",
    "Europe/Berlin, 2026-03-29, 23",
    "Europe/Berlin, 2026-10-25, 25",
    "America/Havana, 2026-11-01, 25",
    "America/Sao_Paulo, 2018-11-04, 23",
    "America/Sao_Paulo, 2018-02-17, 25",
    "Asia/Shanghai, 2026-03-29, 24",
  })
  void a_day_has_the_hours_that_the_clock_gives_it(String zoneName, LocalDate day, int hours) {
    ZoneId zone = ZoneId.of(zoneName);
    Instant from = day.atStartOfDay(zone).toInstant();

    Bucket bucket =
        Bucket.of(from, from.plus(Duration.ofDays(3)), Granularity.DAY, zone, 10).get(0);

    assertThat(bucket.day()).isEqualTo(day);
    assertThat(Duration.between(bucket.from(), bucket.until())).hasHours(hours);
  }

  @Test
  void a_date_that_the_zone_left_out_has_no_bucket() {
    List<Bucket> buckets =
        Bucket.of(
            Instant.parse("2011-12-29T12:00:00Z"),
            Instant.parse("2012-01-01T00:00:00Z"),
            Granularity.DAY,
            ZoneId.of("Pacific/Apia"),
            10);

    assertThat(buckets)
        .extracting(b -> b.day().toString())
        .containsExactly("2011-12-29", "2011-12-31", "2012-01-01");
  }

  @Test
  void a_week_begins_on_monday_and_the_ends_are_cut() {
    List<Bucket> buckets =
        Bucket.of(
            Instant.parse("2026-12-30T10:00:00Z"),
            Instant.parse("2027-01-05T00:00:00Z"),
            Granularity.WEEK,
            ZoneId.of("UTC"),
            10);

    assertThat(buckets)
        .containsExactly(
            new Bucket(
                LocalDate.of(2026, 12, 28),
                Instant.parse("2026-12-30T10:00:00Z"),
                Instant.parse("2027-01-04T00:00:00Z")),
            new Bucket(
                LocalDate.of(2027, 1, 4),
                Instant.parse("2027-01-04T00:00:00Z"),
                Instant.parse("2027-01-05T00:00:00Z")));
  }

  @Test
  void a_month_is_as_long_as_it_is() {
    List<Bucket> buckets =
        Bucket.of(
            Instant.parse("2028-02-01T00:00:00Z"),
            Instant.parse("2028-03-01T00:00:00.001Z"),
            Granularity.MONTH,
            ZoneId.of("UTC"),
            10);

    assertThat(Duration.between(buckets.get(0).from(), buckets.get(0).until())).hasDays(29);
    assertThat(buckets.get(1).day()).isEqualTo(LocalDate.of(2028, 3, 1));
  }

  @Test
  void too_many_are_given_up_soon() {
    List<Bucket> buckets =
        Bucket.of(
            Instant.EPOCH,
            Instant.parse("9998-01-01T00:00:00Z"),
            Granularity.DAY,
            ZoneId.of("UTC"),
            400);

    assertThat(buckets).hasSize(401);
  }
}
