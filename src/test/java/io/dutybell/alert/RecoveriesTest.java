package io.dutybell.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.source.Flapping;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When an alert key recovered, as it is kept with the key. */
class RecoveriesTest {

  private static final Instant START = Instant.parse("2026-11-22T15:06:00Z");
  private static final Flapping FLAPPING =
      new Flapping(2, Duration.ofMinutes(10), Duration.ofMinutes(5));

  @Test
  void those_within_the_window_count() {
    String once = Recoveries.with(null, START, FLAPPING);
    String twice = Recoveries.with(once, START.plusSeconds(60), FLAPPING);
    String thrice = Recoveries.with(twice, START.plusSeconds(599), FLAPPING);
    String late = Recoveries.with(twice, START.plusSeconds(600), FLAPPING);

    assertThat(Recoveries.areTooMany(twice, FLAPPING)).isFalse();
    assertThat(Recoveries.areTooMany(thrice, FLAPPING)).isTrue();
    assertThat(Recoveries.areTooMany(late, FLAPPING)).isFalse();
  }

  @Test
  void however_many_there_are_their_text_fits_its_column() {
    Flapping most = new Flapping(Flapping.MOST, Duration.ofDays(1), Duration.ofMinutes(5));
    String all = null;
    for (int i = 0; i < 1_000; i++) {
      all = Recoveries.with(all, START.plusSeconds(i), most);
    }

    assertThat(all).hasSizeLessThanOrEqualTo(400);
    assertThat(Recoveries.areTooMany(all, most)).isTrue();
  }
}
