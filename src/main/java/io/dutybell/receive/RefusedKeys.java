package io.dutybell.receive;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keys that the database did not know a moment ago, so that it need not be asked again for each
 * call with one of them. Thread-safe.
 */
public final class RefusedKeys {

  /** How long a key is refused without asking again. */
  static final Duration REMEMBERED = Duration.ofSeconds(30);

  private static final int MOST_REMEMBERED = 10_000;

  private final Map<String, Instant> refused =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /** Notes that there is no such key now; the oldest is forgotten when there are too many. */
  public synchronized void add(String keyHash, Instant now) {
    refused.put(keyHash, now);
  }

  /** Whether there was no such key a moment ago. */
  public synchronized boolean contains(String keyHash, Instant now) {
    Instant at = refused.get(keyHash);
    return at != null && now.isBefore(at.plus(REMEMBERED));
  }
}
