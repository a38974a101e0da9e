package io.dutybell.oncall;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * A length of time on the clock on the wall, as somebody wrote it: {@code P7D} stays {@code P7D},
 * because clients compare what they sent with what they get.
 *
 * @param text in ISO-8601, with weeks, days, hours, minutes and seconds
 * @param length the same; a day has 24 hours, of which summer time takes one or adds one
 */
public record Span(String text, Duration length) {

  /**
   * Reads a span.
   *
   * @throws DateTimeException when it is none
   */
  public static Span parse(String text) {
    String iso = text.strip().toUpperCase(Locale.ROOT);
    if (iso.matches("P\\d{1,4}W")) {
      return new Span(
          iso, Duration.ofDays(7L * Integer.parseInt(iso.substring(1, iso.length() - 1))));
    }
    try {
      return new Span(iso, Duration.parse(iso));
    } catch (ArithmeticException e) {
      throw new DateTimeParseException("too long", iso, 0, e);
    }
  }
}
