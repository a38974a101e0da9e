package io.dutybell.receive;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the callbacks of each alert source against its limit: a bucket that holds a minute's worth
 * and fills evenly, so that a burst passes and a flood does not.
 */
public final class RateLimit {

  private record Bucket(double tokens, Instant at) {}

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
          double perSecond = perMinute / 60.0;
          double held =
              before == null
                  ? perMinute
                  : Math.min(
                      perMinute,
                      before.tokens()
                          + perSecond
                              * Math.max(0, Duration.between(before.at(), now).toNanos())
                              / 1e9);
          if (held >= 1) {
            return new Bucket(held - 1, now);
          }
          wait[0] = Duration.ofMillis((long) Math.ceil((1 - held) / perSecond * 1000));
          return new Bucket(held, now);
        });
    return wait[0];
  }
}
