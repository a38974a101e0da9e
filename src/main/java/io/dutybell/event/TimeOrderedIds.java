package io.dutybell.event;

import io.dutybell.clock.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes ids that sort in the order in which they were made (UUID version 7, RFC 9562): 48 bits of
 * milliseconds, a 12-bit counter, 62 random bits. Their order is the order of receipt of one node,
 * also when the clock stands still or goes back.
 */
public final class TimeOrderedIds {

  private static final int COUNTER_LIMIT = 1 << 12;

  private final Clock clock;
  private final RandomGenerator random;
  private long lastMillis;
  private int counter;

  /**
   * @param clock tells the milliseconds
   * @param random makes the rest unguessable
   */
  public TimeOrderedIds(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** A new id, greater than every one before. */
  public synchronized UUID next() {
    long millis = clock.now().toEpochMilli();
    if (millis > lastMillis) {
      lastMillis = millis;
      counter = 0;
    } else if (++counter == COUNTER_LIMIT) {
      lastMillis++;
      counter = 0;
    }
    long high = (lastMillis << 16) | 0x7000L | counter;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
