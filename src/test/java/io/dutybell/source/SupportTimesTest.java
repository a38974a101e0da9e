package io.dutybell.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.source.SupportHours.Day;
import io.dutybell.source.SupportHours.ExceptionalTime;
import io.dutybell.source.SupportHours.Status;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a time counts as by support hours, and since when. */
class SupportTimesTest {

  private static SupportHours office(String zone, ExceptionalTime... exceptions) {
    Map<DayOfWeek, Day> days = new HashMap<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.getValue() <= 5) {
        days.put(day, new Day(LocalTime.of(9, 0), LocalTime.of(17, 30)));
      }
    }
    return new SupportHours(1, "Office", zone, days, List.of(exceptions));
  }

  private static SupportHours daily(String zone, String start, String end) {
    Map<DayOfWeek, Day> days = new HashMap<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      days.put(day, new Day(LocalTime.parse(start), LocalTime.parse(end)));
    }
    return new SupportHours(1, "Daily", zone, days, List.of());
  }

  private static ExceptionalTime exception(String start, String end, Status status) {
    return new ExceptionalTime(null, Instant.parse(start), Instant.parse(end), status);
  }

  private static void counts(SupportHours hours, Status status, String... instants) {
    assertThat(Arrays.stream(instants).map(Instant::parse))
        .as(hours.name())
        .allMatch(at -> hours.statusAt(at) == status);
  }

  private static Instant since(SupportHours hours, String at) {
    return hours.since(Instant.parse(at)).orElse(null);
  }

  @Test
  void a_day_counts_from_its_start_until_just_before_its_end_in_local_time() {
    SupportHours office = office("Asia/Shanghai");

    counts(office, Status.DURING, "2026-11-23T01:00:00Z", "2026-11-23T09:29:59.999Z");
    counts(office, Status.OUTSIDE, "2026-11-23T00:59:59.999Z", "2026-11-23T09:30:00Z");
    counts(office, Status.OUTSIDE, "2026-11-22T03:00:00Z");
  }

  @Test
  void an_end_at_midnight_is_the_end_of_the_day() {
    SupportHours late = daily("Europe/Berlin", "22:00", "00:00");

    counts(late, Status.DURING, "2026-11-23T21:00:00Z", "2026-11-23T22:59:59Z");
    counts(late, Status.OUTSIDE, "2026-11-23T23:00:00Z", "2026-11-23T20:59:59Z");
  }

  @Test
  void an_exception_goes_before_the_days_and_a_later_one_before_an_earlier_one() {
    SupportHours office =
        office(
            "UTC",
            exception("2026-11-23T00:00:00Z", "2026-11-25T00:00:00Z", Status.OUTSIDE),
            exception("2026-11-24T10:00:00Z", "2026-11-24T20:00:00Z", Status.DURING));

    counts(office, Status.OUTSIDE, "2026-11-23T10:00:00Z", "2026-11-24T09:59:59Z");
    counts(office, Status.DURING, "2026-11-24T10:00:00Z", "2026-11-24T19:59:59Z");
    counts(office, Status.OUTSIDE, "2026-11-24T20:00:00Z");
    counts(office, Status.DURING, "2026-11-25T10:00:00Z");
  }

  @Test
  void hours_keep_their_local_time_on_both_sides_of_a_change_to_summer_time() {
    SupportHours office = office("Europe/Berlin");

    assertThat(since(office, "2026-03-27T10:00:00Z")).isEqualTo("2026-03-27T08:00:00Z");
    assertThat(since(office, "2026-03-30T10:00:00Z")).isEqualTo("2026-03-30T07:00:00Z");
  }

  @Test
  void a_time_that_is_left_out_or_comes_twice_begins_once() {
    SupportHours night = daily("Europe/Berlin", "02:30", "05:00");

    assertThat(since(night, "2026-03-29T02:00:00Z")).isEqualTo("2026-03-29T01:00:00Z");
    assertThat(since(night, "2026-10-25T02:00:00Z")).isEqualTo("2026-10-25T00:30:00Z");
    counts(night, Status.DURING, "2026-10-25T00:45:00Z", "2026-10-25T01:15:00Z");
  }

  @Test
  void what_lasts_over_several_days_began_where_it_began() {
    SupportHours office =
        office("UTC", exception("2026-11-23T00:00:00Z", "2026-11-25T00:00:00Z", Status.OUTSIDE));

    assertThat(since(office, "2026-11-24T12:00:00Z")).isEqualTo("2026-11-20T17:30:00Z");
    assertThat(since(office, "2026-11-25T08:00:00Z")).isEqualTo("2026-11-20T17:30:00Z");
    assertThat(since(office, "2026-11-25T12:00:00Z")).isEqualTo("2026-11-25T09:00:00Z");
  }

  @Test
  void what_was_never_otherwise_never_began() {
    SupportHours daily = daily("UTC", "00:00", "00:00");
    SupportHours none = new SupportHours(1, "None", "UTC", Map.of(), List.of());
    SupportHours once =
        new SupportHours(
            1,
            "Once",
            "UTC",
            daily.days(),
            List.of(exception("2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z", Status.OUTSIDE)));

    assertThat(since(daily, "2026-11-24T12:00:00Z")).isNull();
    assertThat(since(none, "2026-11-24T12:00:00Z")).isNull();
    assertThat(since(once, "2026-11-24T12:00:00Z")).isEqualTo("2026-11-20T11:00:00Z");
  }
}
