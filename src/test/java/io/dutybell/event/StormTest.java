package io.dutybell.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StormTest {

  private static final int WAITING = Storm.WAITING_CALLERS * 2;

  private static final int RATE = 3_000;

  private final Storm storm = new Storm(RATE);
  private long millis = 1_000;

  @Test
  void many_callbacks_for_whom_the_database_is_too_slow_are_a_storm() {
    comeIn(RATE * 2, 1_000, WAITING);

    assertThat(isOn()).isTrue();
  }

  @Test
  void many_callbacks_that_the_database_takes_as_they_come_are_none() {
    comeIn(RATE * 2, 1_000, 3);

    assertThat(isOn()).isFalse();
  }

  @Test
  void few_callbacks_are_none_however_slow_the_database_is() {
    comeIn(RATE / 2, 3_000, WAITING);

    assertThat(isOn()).isFalse();
  }

  @Test
  void a_burst_of_five_hundred_is_none() {
    storm.stored(500, 500, millis * 1_000_000);

    assertThat(isOn()).isFalse();
  }

  @Test
  void a_storm_lasts_as_long_as_many_come_in_although_nobody_waits_any_more() {
    comeIn(RATE * 2, 1_000, WAITING);
    comeIn(RATE * 2, 10_000, 1);

    assertThat(isOn()).isTrue();
  }

  @Test
  void a_storm_ends_when_few_come_in() {
    comeIn(RATE * 2, 1_000, WAITING);
    comeIn(RATE / 2, 1_000, WAITING);

    assertThat(isOn()).isFalse();
  }

  @Test
  void a_storm_ends_when_nothing_comes_in_any_more() {
    comeIn(RATE * 2, 1_000, WAITING);
    millis += 1_000;

    assertThat(isOn()).isFalse();
  }

  @Test
  void while_many_callers_wait_little_is_worked_on() {
    comeIn(RATE * 2, 60_000, WAITING);

    assertThat(storm.pace()).isEqualTo(Storm.SLOWEST_PACE);
  }

  @Test
  void while_few_callers_wait_all_that_comes_in_is_worked_on_within_seconds() {
    comeIn(RATE * 2, 1_000, WAITING);
    comeIn(RATE * 2, 4_000, 3);

    assertThat(storm.pace()).isGreaterThan(RATE * 2);
  }

  @Test
  void when_more_callers_wait_again_less_is_worked_on_again() {
    comeIn(RATE * 2, 1_000, WAITING);
    comeIn(RATE * 2, 60_000, 3);
    int before = storm.pace();
    comeIn(RATE * 2, 4_000, WAITING);

    assertThat(storm.pace()).isLessThan(before / 10).isGreaterThanOrEqualTo(Storm.SLOWEST_PACE);
  }

  @Test
  void every_storm_begins_with_working_on_little() {
    comeIn(RATE * 2, 1_000, WAITING);
    comeIn(RATE * 2, 60_000, 3);
    comeIn(RATE / 2, 1_000, 3);
    comeIn(RATE * 2, 1_000, WAITING);

    assertThat(storm.pace()).isEqualTo(Storm.SLOWEST_PACE);
  }

  @Test
  void with_a_rate_of_zero_there_is_never_a_storm() {
    Storm never = new Storm(0);
    never.stored(1_000_000, WAITING, millis * 1_000_000);

    assertThat(never.isOn(millis * 1_000_000)).isFalse();
  }

  private void comeIn(int perSecond, int forMillis, int waiting) {
    for (int i = 0; i < forMillis; i += 10) {
      millis += 10;
      storm.stored(perSecond / 100, waiting, millis * 1_000_000);
    }
  }

  private boolean isOn() {
    return storm.isOn(millis * 1_000_000);
  }
}
