package io.dutybell.notification;

import java.time.Duration;

/**
 * Why an attempt to deliver did not succeed, and whether to try again.
 *
 * @param status a word or number for lists: {@code 503}, {@code TIMEOUT}, {@code REFUSED}; at most
 *     64 characters
 * @param error a sentence for people on one line, at most {@link #MAX_ERROR} characters
 * @param permanent whether trying again is useless
 * @param retryAfter how long the receiver asked us to wait; null when it did not
 */
public record Failure(String status, String error, boolean permanent, Duration retryAfter) {

  /** The longest error, in characters. */
  public static final int MAX_ERROR = 500;

  public Failure {
    error = PlainText.cut(PlainText.oneLine(error), MAX_ERROR);
  }

  static Failure permanent(String status, String error) {
    return new Failure(status, error, true, null);
  }

  static Failure passing(String status, String error) {
    return new Failure(status, error, false, null);
  }
}
