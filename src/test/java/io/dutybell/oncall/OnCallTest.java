package io.dutybell.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnCallTest {

  private static final long ANN = 1;
  private static final long BOB = 2;
  private static final long CID = 3;

  @Test
  void a_daily_handover_stays_at_nine_when_summer_time_begins_and_ends() {
    Schedule schedule =
        berlin(layer("2026-01-01T08:00:00Z", "P1D", List.of(ANN, BOB), null, List.of()));

    assertThat(shifts(schedule, "2026-03-28T08:00:00Z", "2026-03-30T07:00:00Z"))
        .extracting(Shift::start)
        .containsExactly(at("2026-03-28T08:00:00Z"), at("2026-03-29T07:00:00Z"));
    assertThat(shifts(schedule, "2026-10-24T07:00:00Z", "2026-10-26T08:00:00Z"))
        .extracting(Shift::start)
        .containsExactly(at("2026-10-24T07:00:00Z"), at("2026-10-25T08:00:00Z"));
  }

  @Test
  void users_take_turns_in_their_order() {
    Schedule schedule =
        berlin(layer("2026-06-01T00:00:00Z", "P7D", List.of(ANN, BOB, CID), null, List.of()));

    assertThat(shifts(schedule, "2026-06-01T00:00:00Z", "2026-06-29T00:00:00Z"))
        .extracting(Shift::userId)
        .containsExactly(ANN, BOB, CID, ANN);
    assertThat(shifts(schedule, "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z")).isEmpty();
  }

  @Test
  void a_later_layer_wins_and_restrictions_run_over_midnight() {
    Schedule schedule =
        berlin(
            layer("2026-06-01T00:00:00Z", "P7D", List.of(ANN), null, List.of()),
            layer(
                "2026-06-01T00:00:00Z",
                "P7D",
                List.of(BOB),
                Restriction.Type.TIMES_OF_DAY,
                List.of(new Restriction(time(null, "22:00"), time(null, "06:00")))));

    assertThat(shifts(schedule, "2026-06-02T10:00:00Z", "2026-06-03T10:00:00Z"))
        .containsExactly(
            shift(ANN, "2026-06-02T10:00:00Z", "2026-06-02T20:00:00Z"),
            shift(BOB, "2026-06-02T20:00:00Z", "2026-06-03T04:00:00Z"),
            shift(ANN, "2026-06-03T04:00:00Z", "2026-06-03T10:00:00Z"));
  }

  @Test
  void a_restriction_runs_over_the_end_of_the_week_and_leaves_gaps() {
    Schedule schedule =
        berlin(
            layer(
                "2026-01-01T00:00:00Z",
                "P7D",
                List.of(ANN),
                Restriction.Type.TIMES_OF_WEEK,
                List.of(
                    new Restriction(
                        time(DayOfWeek.SATURDAY, "18:00"), time(DayOfWeek.MONDAY, "08:00")))));
    Instant from = at("2026-06-05T00:00:00Z");
    Instant until = at("2026-06-09T00:00:00Z");

    List<Shift> shifts = OnCall.shifts(schedule, List.of(), from, until);

    assertThat(shifts).containsExactly(shift(ANN, "2026-06-06T16:00:00Z", "2026-06-08T06:00:00Z"));
    assertThat(OnCall.gaps(shifts, from, until))
        .containsExactly(
            new Range(from, at("2026-06-06T16:00:00Z")),
            new Range(at("2026-06-08T06:00:00Z"), until));
    assertThat(OnCall.current(schedule, List.of(), from)).isEmpty();
    assertThat(OnCall.next(schedule, List.of(), from)).hasValue(shifts.get(0));
  }

  @Test
  void the_newer_of_two_overrides_wins() {
    Schedule schedule = berlin(layer("2026-06-01T00:00:00Z", "P1D", List.of(ANN), null, List.of()));
    List<Shift> overrides =
        List.of(
            shift(BOB, "2026-06-01T06:00:00Z", "2026-06-01T18:00:00Z"),
            shift(CID, "2026-06-01T10:00:00Z", "2026-06-01T12:00:00Z"));

    assertThat(
            OnCall.shifts(
                schedule, overrides, at("2026-06-01T00:00:00Z"), at("2026-06-02T00:00:00Z")))
        .containsExactly(
            shift(ANN, "2026-06-01T00:00:00Z", "2026-06-01T06:00:00Z"),
            shift(BOB, "2026-06-01T06:00:00Z", "2026-06-01T10:00:00Z"),
            shift(CID, "2026-06-01T10:00:00Z", "2026-06-01T12:00:00Z"),
            shift(BOB, "2026-06-01T12:00:00Z", "2026-06-01T18:00:00Z"),
            shift(ANN, "2026-06-01T18:00:00Z", "2026-06-02T00:00:00Z"));
  }

  @Test
  void a_layer_may_start_while_the_clock_shows_its_times_for_the_second_time() {
    // The clock went back from 02:00 to 23:00 at 15:00 UTC.
    Schedule schedule =
        schedule(
            "Antarctica/Casey",
            layer("2010-03-04T15:10:00Z", "PT1H", List.of(ANN, BOB), null, List.of()));

    assertThat(shifts(schedule, "2010-03-04T15:00:00Z", "2010-03-04T17:30:00Z"))
        .containsExactly(
            shift(ANN, "2010-03-04T15:10:00Z", "2010-03-04T16:10:00Z"),
            shift(BOB, "2010-03-04T16:10:00Z", "2010-03-04T17:10:00Z"),
            shift(ANN, "2010-03-04T17:10:00Z", "2010-03-04T17:30:00Z"));
  }

  @Test
  void the_current_and_the_next_shift_are_whole_however_long_they_are() {
    Schedule schedule =
        berlin(layer("2026-01-01T09:00:00Z", "P60D", List.of(ANN, BOB), null, List.of()));

    assertThat(OnCall.current(schedule, List.of(), at("2026-02-01T00:00:00Z")))
        .hasValue(shift(ANN, "2026-01-01T09:00:00Z", "2026-03-02T09:00:00Z"));
    assertThat(OnCall.next(schedule, List.of(), at("2026-03-01T00:00:00Z")))
        .hasValue(shift(BOB, "2026-03-02T09:00:00Z", "2026-05-01T08:00:00Z"));
  }

  @Test
  void a_shift_that_is_far_away_is_the_next_one() {
    Shift shift = shift(ANN, "2040-01-01T00:00:00Z", "2040-01-02T00:00:00Z");
    Schedule schedule =
        new Schedule(
            1,
            "static",
            ZoneId.of("UTC"),
            Schedule.Type.STATIC,
            List.of(),
            List.of(shift),
            false,
            null);

    assertThat(OnCall.next(schedule, List.of(), at("2026-01-01T00:00:00Z"))).hasValue(shift);
    assertThat(OnCall.next(schedule, List.of(), at("2039-12-10T00:00:00Z"))).hasValue(shift);
    assertThat(OnCall.next(schedule, List.of(), at("2040-01-01T00:00:00Z"))).isEmpty();
    assertThat(OnCall.current(schedule, List.of(), at("2040-01-01T00:00:00Z"))).hasValue(shift);
    assertThat(OnCall.current(schedule, List.of(), at("2040-01-02T00:00:00Z"))).isEmpty();
  }

  private static List<Shift> shifts(Schedule schedule, String from, String until) {
    return OnCall.shifts(schedule, List.of(), at(from), at(until));
  }

  private static Schedule berlin(Layer... layers) {
    return schedule("Europe/Berlin", layers);
  }

  private static Schedule schedule(String zone, Layer... layers) {
    return new Schedule(
        1,
        "test",
        ZoneId.of(zone),
        Schedule.Type.RECURRING,
        List.of(layers),
        List.of(),
        false,
        null);
  }

  private static Layer layer(
      String startsOn,
      String rotation,
      List<Long> users,
      Restriction.Type type,
      List<Restriction> restrictions) {
    return new Layer(null, at(startsOn), null, users, Span.parse(rotation), type, restrictions);
  }

  private static TimeOfWeek time(DayOfWeek day, String time) {
    return new TimeOfWeek(day, LocalTime.parse(time));
  }

  private static Shift shift(long user, String start, String end) {
    return new Shift(user, at(start), at(end));
  }

  private static Instant at(String text) {
    return Instant.parse(text);
  }
}
