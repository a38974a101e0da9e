package io.dutybell.source;

import java.time.Duration;

/**
 * When a problem counts as flapping (docs/alerting.md, "Flapping").
 *
 * @param threshold it recovers more often than this
 * @param window within this time
 * @param quietTime it flaps no more when nothing has happened for so long
 */
public record Flapping(int threshold, Duration window, Duration quietTime) {

  /** The largest threshold. */
  public static final int MOST = 20;

  /** The window when nobody said another. */
  public static final Duration WINDOW = Duration.ofHours(1);

  /** The quiet time when nobody said another. */
  public static final Duration QUIET_TIME = Duration.ofMinutes(15);
}
