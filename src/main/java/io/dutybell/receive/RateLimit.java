package io.dutybell.receive;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the callbacks of each alert source against its limit, see {@link Bucket}. */
public final class RateLimit {

  private final Map<Long, Bucket> buckets = new ConcurrentHashMap<>();

  /**
   * Counts a callback.
   *
   * @param sourceId whose it is
   * @param perMinute the most in a minute
   * @param now the present
   * @return zero when it may pass; otherwise how long until the next may
   */
  public Duration take(long sourceId, int perMinute, Instant now) {
    Duration[] wait = {Duration.ZERO};
    buckets.compute(
        sourceId,
        (id, before) -> {
          Bucket bucket = before == null ? Bucket.full(perMinute, now) : before.at(now, perMinute);
          if (bucket.hasOne()) {
            return bucket.withoutOne();
          }
          wait[0] = bucket.wait(perMinute);
          return bucket;
        });
    return wait[0];
  }
}
