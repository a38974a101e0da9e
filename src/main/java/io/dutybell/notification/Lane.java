package io.dutybell.notification;

import java.time.Duration;

/**
 * What a connector has claimed and not yet sent, and how fast it sends. A fast one claims many at
 * once, which is cheap; a slow one few, so that what is urgent does not wait behind them.
 */
final class Lane {

  /** The most that may be claimed at the same time. */
  static final int MOST = 900;

  private static final int LEAST_TURNS = 2;
  private static final int MOST_TURNS = 16;

  /** What is claimed should go out within about this time. */
  private static final double AIM_MS = 1_000;

  private static final double WEIGHT = 0.05;

  private final int concurrency;
  private int claimed;
  private boolean moreMayWait;

  /** The average time from the claim to the answer, in milliseconds. */
  private double tookMs = AIM_MS / LEAST_TURNS;

  /**
   * @param concurrency how many are sent at the same time
   */
  Lane(int concurrency) {
    this.concurrency = concurrency;
  }

  /**
   * How many more may be claimed now: 0 when that would be few, so that claims are made in sets.
   */
  synchronized int room() {
    double turns = Math.max(LEAST_TURNS, Math.min(MOST_TURNS, AIM_MS / Math.max(1, tookMs)));
    int most = (int) Math.min(MOST, concurrency * turns);
    int room = most - claimed;
    moreMayWait = room < Math.max(1, most / 4);
    return moreMayWait ? 0 : room;
  }

  /**
   * So many more were claimed.
   *
   * @param all whether that is all that was due
   */
  synchronized void claimed(int count, boolean all) {
    claimed += count;
    moreMayWait = !all;
  }

  /**
   * One was sent, well or badly, or given back.
   *
   * @param took from its claim until now
   * @return whether it is time to look for more
   */
  synchronized boolean settled(Duration took) {
    claimed--;
    tookMs += (took.toNanos() / 1e6 - tookMs) * WEIGHT;
    return moreMayWait && room() > 0;
  }
}
