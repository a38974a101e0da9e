package io.dutybell.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {

  private Instant now = Instant.parse("2026-11-22T15:06:00.123Z");
  private final TimeOrderedIds ids = new TimeOrderedIds(() -> now, new Random(1));

  @Test
  void an_id_is_a_uuid_of_version_7_that_begins_with_the_milliseconds() {
    UUID id = ids.next();

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(now.toEpochMilli());
  }

  @Test
  void ids_sort_in_the_order_in_which_they_were_made_however_many_in_one_millisecond() {
    UUID before = ids.next();
    Set<UUID> all = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      UUID next = ids.next();
      assertThat(next).isGreaterThan(before);
      assertThat(next.toString()).as("as text too").isGreaterThan(before.toString());
      all.add(next);
      before = next;
    }

    assertThat(all).hasSize(20_000);
    assertThat(before.version()).isEqualTo(7);
  }

  @Test
  void a_clock_that_goes_back_does_not_take_the_order_with_it() {
    UUID first = ids.next();
    now = now.minusSeconds(3600);
    UUID second = ids.next();
    now = now.plusSeconds(7200);

    assertThat(second).isGreaterThan(first);
    assertThat(ids.next()).isGreaterThan(second);
  }

  @Test
  void two_nodes_at_the_same_moment_make_different_ids() {
    TimeOrderedIds other = new TimeOrderedIds(() -> now, new Random(2));

    assertThat(other.next()).isNotEqualTo(ids.next());
  }
}
