package io.dutybell.api;

/**
 * A part of a list.
 *
 * @param skip how many entries to leave out at its beginning
 * @param count the most entries to give
 */
public record Page(int skip, int count) {

  /** Reads {@code start-index} (default 0) and {@code max-results} (default 50, at most 100). */
  static Page of(Query query) {
    return new Page(
        query.number("start-index", 0, 100_000_000).orElse(0),
        query.number("max-results", 1, 100).orElse(50));
  }
}
