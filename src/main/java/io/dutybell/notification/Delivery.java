package io.dutybell.notification;

import io.dutybell.security.RefusedAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Decides what a failed delivery means: what passes is tried again, what does not is not.
 *
 * <p>What is not known is tried again: a message twice is better than none.
 */
public final class Delivery {

  /** The longest wait that a receiver can ask for. */
  static final Duration LONGEST_WAIT = Duration.ofHours(24);

  private static final Set<Integer> PASSING_4XX = Set.of(408, 425, 429);

  private Delivery() {}

  /**
   * Decides on an error that is not an answer of the receiver.
   *
   * @param error never null; its causes are looked at too
   */
  public static Failure classify(Throwable error) {
    int depth = 0;
    for (Throwable e = error; e != null && depth < 20; e = e.getCause(), depth++) {
      Optional<Failure> known = known(e);
      if (known.isPresent()) {
        return known.get();
      }
    }
    return Failure.passing("ERROR", described(error));
  }

  private static Optional<Failure> known(Throwable e) {
    if (e instanceof Undeliverable undeliverable) {
      return Optional.of(Failure.permanent(undeliverable.status(), e.getMessage()));
    } else if (e instanceof RefusedAddress) {
      return Optional.of(Failure.permanent("REFUSED", e.getMessage()));
    } else if (e instanceof UnknownHostException) {
      return Optional.of(Failure.passing("UNKNOWN_HOST", "No address found: " + e.getMessage()));
    } else if (e instanceof SocketTimeoutException || e instanceof TimeoutException) {
      return Optional.of(Failure.passing("TIMEOUT", described(e)));
    } else if (e instanceof ConnectException) {
      return Optional.of(Failure.passing("CONNECTION", described(e)));
    } else if (e instanceof SSLException) {
      return Optional.of(Failure.passing("TLS", described(e)));
    } else if (e instanceof IOException && e.getCause() == null) {
      return Optional.of(Failure.passing("CONNECTION", described(e)));
    }
    return Optional.empty();
  }

  /**
   * Decides on an HTTP answer that is not a success.
   *
   * @param status the status code
   * @param retryAfter the header {@code Retry-After}: seconds or an HTTP date; may be null
   * @param body the beginning of the answer, for people; may be null
   * @param now for a date in {@code Retry-After}
   */
  public static Failure http(int status, String retryAfter, String body, Instant now) {
    boolean passing = status >= 500 || PASSING_4XX.contains(status);
    String said = PlainText.oneLine(body);
    String error =
        (status >= 300 && status < 400
                ? "The receiver answered "
                    + status
                    + "; redirects are not followed: use the final URL"
                : "The receiver answered " + status)
            + (said.isEmpty() ? "." : ": " + said);
    Duration wait = passing ? wait(retryAfter, now) : null;
    return new Failure(Integer.toString(status), error, !passing, wait);
  }

  /**
   * Decides on an SMTP answer that is not a success.
   *
   * @param code the reply code
   * @param reply the reply, for people
   */
  public static Failure smtp(int code, String reply) {
    String error = "The mail server answered " + code + ": " + reply;
    return new Failure(Integer.toString(code), error, code >= 500 && code < 600, null);
  }

  private static Duration wait(String retryAfter, Instant now) {
    if (retryAfter == null) {
      return null;
    }
    String text = retryAfter.strip();
    Duration wait;
    try {
      wait =
          text.matches("\\d{1,9}")
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.between(
                  now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return null;
    }
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private static String described(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }
}
