package io.dutybell.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random schedules around changes of the clock, against {@link MinuteByMinute}: forward and back,
 * by half an hour to a whole day, at night and at midnight, and none at all.
 */
class OnCallPropertyTest {

  private static final int SCHEDULES = 25;
  private static final List<String> ROTATIONS =
      List.of("PT1H", "PT2H", "PT8H", "PT12H", "P1D", "PT36H", "P2D", "P7D", "P1W");

  private final List<Shift> overrides = new ArrayList<>();
  private Random random;
  private Instant change;

  @ParameterizedTest(name = "{0} around {1}")
  @CsvSource({
    "Europe/Berlin, 2026-03-29T01:00:00Z",
    "Europe/Berlin, 2026-10-25T01:00:00Z",
    "America/New_York, 2026-03-08T07:00:00Z",
    "America/New_York, 2026-11-01T06:00:00Z",
    "Australia/Lord_Howe, 2026-04-04T15:00:00Z",
    "Australia/Lord_Howe, 2026-10-03T15:30:00Z",
    "America/Sao_Paulo, 2018-11-04T03:00:00Z",
    "America/Sao_Paulo, 2018-02-18T02:00:00Z",
    "Antarctica/Casey, 2010-03-04T15:00:00Z",
    "Pacific/Apia, 2011-12-30T10:00:00Z",
    "Asia/Shanghai, 2026-05-01T00:00:00Z",
  })
  void nobody_else_is_on_call_than_a_look_at_the_clock_each_minute_says(
      String zone, String around) {
    change = Instant.parse(around);
    for (int seed = 0; seed < SCHEDULES; seed++) {
      random = new Random(seed);
      Schedule schedule = schedule(ZoneId.of(zone));
      Instant from = near(3);
      Instant until = from.plus(Duration.ofMinutes(random.nextInt(4 * 24 * 60)));
      Instant walkFrom = change.minus(Duration.ofDays(15));

      List<Shift> shifts = OnCall.shifts(schedule, overrides, from, until);

      assertThat(minutes(shifts, from, until))
          .as("seed %d of %s with %s", seed, schedule, overrides)
          .isEqualTo(MinuteByMinute.users(schedule, overrides, walkFrom, from, until));
      assertThat(shifts).isSortedAccordingTo(Comparator.comparing(Shift::start));
      assertThat(shifts).allMatch(shift -> shift.start().isBefore(shift.end()));
      for (int i = 1; i < shifts.size(); i++) {
        assertThat(shifts.get(i).start()).isAfterOrEqualTo(shifts.get(i - 1).end());
      }
      assertThat(total(shifts).plus(gaps(shifts, from, until)))
          .isEqualTo(Duration.between(from, until));
    }
  }

  @ParameterizedTest(name = "{0} around {1}")
  @CsvSource({
    "Europe/Berlin, 2026-10-25T01:00:00Z",
    "America/New_York, 2026-03-08T07:00:00Z",
    "Pacific/Apia, 2011-12-30T10:00:00Z",
  })
  void the_current_and_the_next_shift_are_those_of_a_long_range(String zone, String around) {
    change = Instant.parse(around);
    for (int seed = 100; seed < 100 + SCHEDULES; seed++) {
      random = new Random(seed);
      Schedule schedule = schedule(ZoneId.of(zone));
      Instant at = near(9);
      List<Shift> shifts =
          OnCall.shifts(
              schedule,
              overrides,
              change.minus(Duration.ofDays(60)),
              change.plus(Duration.ofDays(60)));

      assertThat(OnCall.current(schedule, overrides, at))
          .as("seed %d", seed)
          .isEqualTo(shifts.stream().filter(shift -> shift.covers(at)).findFirst());
      assertThat(OnCall.next(schedule, overrides, at))
          .as("seed %d", seed)
          .isEqualTo(shifts.stream().filter(shift -> shift.start().isAfter(at)).findFirst());
    }
  }

  private Schedule schedule(ZoneId zone) {
    List<Layer> layers = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      layers.add(layer());
    }
    overrides.clear();
    for (int i = random.nextInt(4); i > 0; i--) {
      overrides.add(shift());
    }
    return new Schedule(1, "random", zone, Schedule.Type.RECURRING, layers, List.of(), false, null);
  }

  private Layer layer() {
    Instant startsOn =
        random.nextInt(4) == 0 ? near(0) : near(5).minus(Duration.ofDays(random.nextInt(9)));
    Instant endsOn =
        random.nextInt(3) > 0
            ? null
            : startsOn.plus(Duration.ofMinutes(1 + random.nextInt(15 * 24 * 60)));
    List<Long> users = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      users.add(1L + random.nextInt(5));
    }
    Restriction.Type type =
        random.nextBoolean() ? Restriction.Type.TIMES_OF_DAY : Restriction.Type.TIMES_OF_WEEK;
    List<Restriction> restrictions = new ArrayList<>();
    for (int i = random.nextInt(4) - 1; i > 0; i--) {
      restrictions.add(new Restriction(moment(), moment()));
    }
    return new Layer(
        null,
        startsOn,
        endsOn,
        users,
        Span.parse(ROTATIONS.get(random.nextInt(ROTATIONS.size()))),
        type,
        restrictions);
  }

  /** At night more often than not, which is when clocks are changed. */
  private TimeOfWeek moment() {
    int minute = random.nextBoolean() ? random.nextInt(240) : random.nextInt(24 * 60);
    return new TimeOfWeek(
        DayOfWeek.of(1 + random.nextInt(7)), LocalTime.of(minute / 60, minute % 60));
  }

  private Shift shift() {
    Instant start = near(4);
    return new Shift(
        6L + random.nextInt(3), start, start.plus(Duration.ofMinutes(1 + random.nextInt(3000))));
  }

  /** A minute within some days of the change, or within four hours. */
  private Instant near(int days) {
    int minutes = days == 0 ? 240 : days * 24 * 60;
    return change.plus(Duration.ofMinutes(random.nextInt(2 * minutes) - minutes));
  }

  private static List<Long> minutes(List<Shift> shifts, Instant from, Instant until) {
    List<Long> users = new ArrayList<>();
    int next = 0;
    for (Instant at = from; at.isBefore(until); at = at.plusSeconds(60)) {
      while (next < shifts.size() && !shifts.get(next).end().isAfter(at)) {
        next++;
      }
      boolean covered = next < shifts.size() && shifts.get(next).covers(at);
      users.add(covered ? shifts.get(next).userId() : 0L);
    }
    return users;
  }

  private static Duration total(List<Shift> shifts) {
    return shifts.stream().map(Shift::length).reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration gaps(List<Shift> shifts, Instant from, Instant until) {
    return OnCall.gaps(shifts, from, until).stream()
        .map(gap -> Duration.between(gap.start(), gap.end()))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
