package io.dutybell.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** When a notification that failed is tried again (docs/alerting.md, "Notifications"). Pure. */
public final class RetryPolicy {

  /** How long a notification is tried before it is given up. */
  public static final Duration LIFE = Duration.ofHours(24);

  /** How long a channel may take before the user's next contact is told in parallel. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  static final Duration FIRST = Duration.ofSeconds(5);
  static final Duration LONGEST = Duration.ofMinutes(10);

  private RetryPolicy() {}

  /**
   * When to try again: exponential backoff with a quarter of jitter, but not before the receiver
   * said. A receiver that asks for more time than there is left is tried once more before its end.
   *
   * @param attempts how many attempts were made, from 1
   * @param retryAfter what the receiver asked for; null when it said nothing
   * @param firstDueAt when the notification was to be sent
   * @param now the present
   * @param random makes the jitter
   */
  public static Instant next(
      int attempts, Duration retryAfter, Instant firstDueAt, Instant now, RandomGenerator random) {
    long seconds = Math.min(LONGEST.toSeconds(), FIRST.toSeconds() << Math.min(attempts - 1, 10));
    Duration backoff =
        Duration.ofMillis((long) (seconds * 1000 * (0.75 + random.nextDouble() / 2)));
    Instant soon = now.plus(backoff);
    if (retryAfter == null || retryAfter.compareTo(backoff) <= 0) {
      return soon;
    }
    Instant asked = now.plus(retryAfter);
    Instant last = firstDueAt.plus(LIFE).minus(PATIENCE);
    return asked.isAfter(last) && soon.isBefore(last) ? last : asked;
  }

  /** Whether a notification that is tried at this instant has been tried for long enough. */
  public static boolean isOver(Instant firstDueAt, Instant nextTry) {
    return nextTry.isAfter(firstDueAt.plus(LIFE));
  }
}
