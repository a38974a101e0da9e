package io.dutybell.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How far the timeline has been read, while entries are committed in another order. */
class TimelinePositionTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:06:00Z");

  private final TimelinePosition position = new TimelinePosition();

  @Test
  void a_number_that_was_jumped_over_is_looked_for_until_it_is_seen() {
    position.startAfter(10);

    position.seen(List.of(14L, 11L), NOW);

    assertThat(position.last()).isEqualTo(14);
    assertThat(position.missing()).containsExactlyInAnyOrder(12L, 13L);
    assertThat(position.complete()).isEqualTo(11);
    position.seen(List.of(13L, 12L), NOW);
    assertThat(position.missing()).isEmpty();
    assertThat(position.complete()).isEqualTo(14);
  }

  @Test
  void a_number_that_nobody_can_be_writing_any_more_is_given_up() {
    position.startAfter(0);
    position.seen(List.of(2L), NOW);

    position.seen(List.of(), NOW.plusSeconds(59));
    assertThat(position.complete()).isZero();
    position.seen(List.of(), NOW.plusSeconds(61));

    assertThat(position.complete()).isEqualTo(2);
  }

  @Test
  void a_jump_of_any_size_is_remembered_in_part_only() {
    position.startAfter(0);

    position.seen(List.of(5_000_000_000L, 6_000_000_000L), NOW);

    assertThat(position.missing()).hasSize(1_000).contains(5_999_999_999L);
    assertThat(position.last()).isEqualTo(6_000_000_000L);
  }
}
