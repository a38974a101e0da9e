package io.dutybell.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:06:00Z");

  /** Half way between the shortest and the longest wait. */
  private static final RandomGenerator MIDDLE = fixed(0.5);

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 10", "3, 20", "4, 40", "7, 320", "8, 600", "9, 600", "5000, 600"})
  void each_wait_is_twice_the_one_before_up_to_ten_minutes(int attempts, long seconds) {
    assertThat(RetryPolicy.next(attempts, null, NOW, NOW, MIDDLE))
        .isEqualTo(NOW.plusSeconds(seconds));
  }

  @Test
  void the_jitter_is_a_quarter_in_either_direction() {
    assertThat(RetryPolicy.next(2, null, NOW, NOW, fixed(0))).isEqualTo(NOW.plusMillis(7_500));
    assertThat(RetryPolicy.next(2, null, NOW, NOW, fixed(0.999_999)))
        .isBetween(NOW.plusMillis(12_499), NOW.plusMillis(12_500));
  }

  @Test
  void two_that_failed_together_do_not_come_back_together() {
    Random random = new Random(1);

    assertThat(RetryPolicy.next(3, null, NOW, NOW, random))
        .isNotEqualTo(RetryPolicy.next(3, null, NOW, NOW, random));
  }

  @Test
  void what_the_receiver_asked_for_is_the_least() {
    assertThat(RetryPolicy.next(1, Duration.ofMinutes(30), NOW, NOW, MIDDLE))
        .isEqualTo(NOW.plus(Duration.ofMinutes(30)));
    assertThat(RetryPolicy.next(8, Duration.ofSeconds(1), NOW, NOW, MIDDLE))
        .as("a shorter wish does not hurry us")
        .isEqualTo(NOW.plus(Duration.ofMinutes(10)));
  }

  @Test
  void a_receiver_that_asks_for_more_than_is_left_is_tried_once_before_the_end() {
    Instant anHourAgo = NOW.minus(Duration.ofHours(1));
    Instant almostADayAgo = NOW.minus(Duration.ofHours(24)).plusSeconds(60);
    Duration day = Duration.ofHours(24);

    assertThat(RetryPolicy.next(1, day, anHourAgo, NOW, MIDDLE))
        .isEqualTo(NOW.plus(Duration.ofHours(23)).minusSeconds(60));
    assertThat(RetryPolicy.next(2, day, almostADayAgo, NOW, MIDDLE)).isEqualTo(NOW.plus(day));
  }

  @Test
  void a_notification_is_tried_for_a_day() {
    assertThat(RetryPolicy.isOver(NOW, NOW.plus(Duration.ofHours(24)))).isFalse();
    assertThat(RetryPolicy.isOver(NOW, NOW.plus(Duration.ofHours(24)).plusMillis(1))).isTrue();
  }

  private static RandomGenerator fixed(double value) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new AssertionError("only fractions are asked for");
      }

      @Override
      public double nextDouble() {
        return value;
      }
    };
  }
}
