package io.dutybell.receive;

import java.time.Duration;
import java.time.Instant;

/**
 * What is left of a limit: a bucket that holds a minute's worth and fills evenly, so that a burst
 * passes and a flood does not.
 *
 * @param tokens so many may pass at once
 * @param at the instant of which that is true
 */
public record Bucket(double tokens, Instant at) {

  /** A bucket from which nothing was taken yet. */
  public static Bucket full(int perMinute, Instant now) {
    return new Bucket(perMinute, now);
  }

  /** The same bucket later. */
  public Bucket at(Instant now, int perMinute) {
    double nanos = Math.max(0, Duration.between(at, now).toNanos());
    return new Bucket(Math.min(perMinute, tokens + perMinute / 60.0 * nanos / 1e9), now);
  }

  /** Whether one may pass. */
  public boolean hasOne() {
    return tokens >= 1;
  }

  /** The bucket after one has passed. */
  public Bucket withoutOne() {
    return new Bucket(tokens - 1, at);
  }

  /** How long until the next may pass. */
  public Duration wait(int perMinute) {
    return Duration.ofMillis((long) Math.ceil((1 - tokens) / (perMinute / 60.0) * 1000));
  }
}
