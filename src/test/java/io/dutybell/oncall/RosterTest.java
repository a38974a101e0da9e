package io.dutybell.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is remembered of a schedule is what is computed for every instant. */
class RosterTest {

  private static final Instant START = Instant.parse("2026-03-25T00:00:00Z");

  private final Random random = new Random(18);

  @Test
  void whoever_asks_in_whatever_order_hears_who_is_on_call() {
    for (int round = 0; round < 40; round++) {
      Schedule schedule = schedule();
      List<Shift> overrides = shifts(random.nextInt(4));
      Roster roster = new Roster(schedule, overrides);

      for (int i = 0; i < 60; i++) {
        Instant at = instant();

        OptionalLong user = roster.userOnCall(at);

        Optional<Shift> shift = OnCall.current(schedule, overrides, at);
        assertThat(user)
            .as("%s with %s at %s", schedule, overrides, at)
            .isEqualTo(shift.map(s -> OptionalLong.of(s.userId())).orElse(OptionalLong.empty()));
      }
    }
  }

  @Test
  void whole_shifts_are_those_that_are_cut_at_the_ends_of_a_range_and_what_was_cut_off() {
    for (int round = 0; round < 60; round++) {
      Schedule schedule = schedule();
      List<Shift> overrides = shifts(random.nextInt(4));
      Instant from = instant();
      Instant until = from.plus(Duration.ofHours(1 + random.nextInt(100)));

      List<Shift> whole = OnCall.wholeShifts(schedule, overrides, from, until);

      Range range = new Range(from, until);
      assertThat(whole.stream().map(s -> new Range(s.start(), s.end()).within(range)).toList())
          .isEqualTo(
              OnCall.shifts(schedule, overrides, from, until).stream()
                  .map(s -> new Range(s.start(), s.end()))
                  .toList());
      for (Shift shift : whole) {
        assertThat(OnCall.current(schedule, overrides, shift.start())).contains(shift);
      }
    }
  }

  @Test
  void at_one_instant_the_whole_shift_is_that_of_who_is_on_call() {
    Shift shift = new Shift(1, START, START.plusSeconds(60));
    Schedule schedule =
        new Schedule(
            1, "s", ZoneId.of("UTC"), Schedule.Type.STATIC, List.of(), List.of(shift), false, null);

    assertThat(OnCall.wholeShifts(schedule, List.of(), START, START)).containsExactly(shift);
    assertThat(OnCall.wholeShifts(schedule, List.of(), shift.end(), shift.end())).isEmpty();
  }

  private Schedule schedule() {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(2); i++) {
      layers.add(
          new Layer(
              null,
              instant(),
              random.nextBoolean() ? null : START.plus(Duration.ofDays(40)),
              List.of(1L, 2L, 3L),
              Span.parse("PT" + (1 + random.nextInt(40)) + "H"),
              null,
              List.of()));
    }
    return new Schedule(
        1,
        "s",
        ZoneId.of("Europe/Berlin"),
        Schedule.Type.RECURRING,
        layers,
        List.of(),
        false,
        null);
  }

  private List<Shift> shifts(int count) {
    List<Shift> shifts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant start = instant();
      shifts.add(
          new Shift(10 + i, start, start.plus(Duration.ofMinutes(1 + random.nextInt(3000)))));
    }
    return shifts;
  }

  private Instant instant() {
    return START.plus(Duration.ofMinutes(random.nextInt(14 * 24 * 60)));
  }
}
