package io.dutybell.security;

import io.dutybell.clock.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Slows down who guesses: after five failures in a row each further one makes the next try wait
 * twice as long, from one second to a quarter of an hour. Counted for this node, by name and by
 * address.
 */
public final class LoginThrottle {

  private static final int FREE = 5;
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final int MOST_REMEMBERED = 10_000;

  private record Failures(int count, Instant until) {}

  private final Clock clock;
  private final Remembered<Failures> failures = new Remembered<>(MOST_REMEMBERED);

  public LoginThrottle(Clock clock) {
    this.clock = clock;
  }

  /** How long until a try with this may be made again; zero when at once. */
  public synchronized Duration wait(String who) {
    Failures known = failures.get(who);
    Instant now = clock.now();
    return known == null || !known.until().isAfter(now)
        ? Duration.ZERO
        : Duration.between(now, known.until());
  }

  /** Notes a failure. */
  public synchronized void failed(String who) {
    Failures known = failures.get(who);
    int count = known == null ? 1 : known.count() + 1;
    Duration wait =
        count < FREE ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(count - FREE, 20));
    Duration bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    failures.put(who, new Failures(count, clock.now().plus(bounded)));
  }

  /** Forgets failures after a success. */
  public synchronized void succeeded(String who) {
    failures.forget(who);
  }
}
