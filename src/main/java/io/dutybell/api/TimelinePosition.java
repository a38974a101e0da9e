package io.dutybell.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far the timeline of all alerts has been read. Its entries are numbered when they are written
 * and seen when they are committed, so an entry can come to light after one with a higher number:
 * the numbers in between are looked for until they are found, or for so long that nobody can be
 * writing them any more. Not thread-safe.
 */
final class TimelinePosition {

  /** No transaction takes longer; a number that is still missing then will never be used. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final int MOST_MISSING = 1_000;

  private final TreeMap<Long, Instant> missing = new TreeMap<>();
  private long last;

  /** Forgets everything and begins after this number. */
  void startAfter(long number) {
    missing.clear();
    last = number;
  }

  /** The highest number that was seen. */
  long last() {
    return last;
  }

  /** Lower numbers that were not seen and may still come. */
  Set<Long> missing() {
    return Set.copyOf(missing.keySet());
  }

  /** The number up to which everything was seen. */
  long complete() {
    return missing.isEmpty() ? last : missing.firstKey() - 1;
  }

  /** Takes note of numbers that were seen just now, in any order. */
  void seen(Collection<Long> numbers, Instant now) {
    for (long number : new TreeSet<>(numbers)) {
      for (long gap = Math.max(last + 1, number - MOST_MISSING); gap < number; gap++) {
        missing.put(gap, now);
      }
      missing.remove(number);
      last = Math.max(last, number);
    }
    missing.values().removeIf(since -> since.plus(PATIENCE).isBefore(now));
    while (missing.size() > MOST_MISSING) {
      missing.pollFirstEntry();
    }
  }
}
