package io.dutybell.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LaneTest {

  private static final Duration FAST = Duration.ofMillis(2);
  private static final Duration SLOW = Duration.ofSeconds(10);

  private final Lane lane = new Lane(32);

  private void sends(int count, Duration took) {
    for (int i = 0; i < count; i++) {
      lane.claimed(1, true);
      lane.settled(took);
    }
  }

  @Test
  void a_connector_whose_speed_is_not_known_claims_two_turns() {
    assertThat(lane.room()).isEqualTo(64);
  }

  @Test
  void a_fast_connector_claims_many_at_once_and_a_slow_one_two_turns() {
    sends(200, FAST);
    assertThat(lane.room()).isEqualTo(512);

    sends(200, SLOW);
    assertThat(lane.room()).isEqualTo(64);
  }

  @Test
  void never_more_are_claimed_than_its_queue_holds() {
    Lane wide = new Lane(300);
    for (int i = 0; i < 200; i++) {
      wide.claimed(1, true);
      wide.settled(FAST);
    }

    assertThat(wide.room()).isEqualTo(Lane.MOST);
  }

  @Test
  void it_has_room_again_when_a_quarter_is_free() {
    lane.claimed(64, false);
    assertThat(lane.room()).isZero();

    for (int i = 0; i < 15; i++) {
      assertThat(lane.settled(SLOW)).isFalse();
    }

    assertThat(lane.settled(SLOW)).isTrue();
    assertThat(lane.room()).isEqualTo(16);
  }

  @Test
  void nobody_looks_for_more_when_all_that_was_due_was_claimed() {
    lane.claimed(3, true);

    assertThat(lane.settled(FAST)).isFalse();
    assertThat(lane.settled(FAST)).isFalse();
    assertThat(lane.settled(FAST)).isFalse();
  }

  @Test
  void one_at_a_time_is_enough_room() {
    Lane narrow = new Lane(1);
    narrow.claimed(2, false);

    assertThat(narrow.room()).isZero();
    assertThat(narrow.settled(SLOW)).isTrue();
  }
}
