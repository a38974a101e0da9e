package io.dutybell.api;

import io.dutybell.clock.Clock;
import io.dutybell.receive.Bucket;
import io.dutybell.security.Remembered;

/**
 * Counts calls of the API, by address before anything is looked up, and by caller afterwards. Both
 * have the same limit; counted for this node.
 */
public final class CallRates {

  private static final int MOST_REMEMBERED = 10_000;

  private final int perMinute;
  private final Clock clock;
  private final Remembered<Bucket> buckets = new Remembered<>(MOST_REMEMBERED);

  /**
   * @param perMinute the most calls in a minute; 0 for no limit
   */
  public CallRates(int perMinute, Clock clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /**
   * Counts a call.
   *
   * @param who an address or a caller
   * @throws Problem 429 when there were too many
   */
  synchronized void count(String who) {
    if (perMinute == 0) {
      return;
    }
    Bucket before = buckets.get(who);
    Bucket bucket =
        before == null ? Bucket.full(perMinute, clock.now()) : before.at(clock.now(), perMinute);
    buckets.put(who, bucket.hasOne() ? bucket.withoutOne() : bucket);
    if (!bucket.hasOne()) {
      throw Problem.tooMany(
          "more than " + perMinute + " calls in a minute; try again later", bucket.wait(perMinute));
    }
  }
}
