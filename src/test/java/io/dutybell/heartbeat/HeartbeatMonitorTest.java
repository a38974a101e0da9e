package io.dutybell.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.dutybell.heartbeat.HeartbeatMonitor.State;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeartbeatMonitorTest {

  private static final Instant PING = Instant.parse("2026-11-22T15:06:00Z");

  @Test
  void nothing_is_known_before_the_first_ping() {
    assertThat(pingedAt(null).stateAt(PING)).isEqualTo(State.UNKNOWN);
  }

  @Test
  void it_is_healthy_to_the_last_instant_of_the_interval_and_overdue_after_it() {
    HeartbeatMonitor monitor = pingedAt(PING);

    assertThat(monitor.stateAt(PING)).isEqualTo(State.HEALTHY);
    assertThat(monitor.stateAt(PING.plusSeconds(60))).isEqualTo(State.HEALTHY);
    assertThat(monitor.stateAt(PING.plusSeconds(60).plusNanos(1_000))).isEqualTo(State.OVERDUE);
  }

  @Test
  void a_ping_from_a_clock_that_is_ahead_is_healthy() {
    assertThat(pingedAt(PING).stateAt(PING.minusSeconds(5))).isEqualTo(State.HEALTHY);
  }

  private static HeartbeatMonitor pingedAt(Instant lastPing) {
    return new HeartbeatMonitor(
        1, "backup", Duration.ofMinutes(1), null, null, lastPing, PING, PING);
  }
}
