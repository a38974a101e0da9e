package io.dutybell.cloudmonitor;

import io.dutybell.event.Text;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/**
 * Reads the times that CloudMonitor and ARMS send: numbers of seconds or milliseconds, told apart
 * by their digits; ISO-8601 with {@code Z}, {@code +08:00} or {@code +0800}; and {@code
 * 20230217T103516.475+0800}.
 */
final class SourceTime {

  /** Older than CloudMonitor itself, so not a time of an event. */
  private static final Instant EARLIEST = Instant.parse("2009-01-01T00:00:00Z");

  /** How far the source's clock may be ahead of ours. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private static final int MAX_LENGTH = 40;

  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter();

  private static final DateTimeFormatter BASIC =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR, 4)
          .appendPattern("MMdd'T'HHmmss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendPattern("[XXX][XX][X]")
          .toFormatter();

  private SourceTime() {}

  /** The time as it stands there, however absurd; null if it is missing or cannot be read. */
  static Instant read(String text) {
    String present = Text.present(text);
    if (present == null || present.length() > MAX_LENGTH) {
      return null;
    }
    try {
      return isNumber(present) ? ofNumber(present) : ofText(present);
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /** Whether it is late enough to be a time at all. */
  static boolean isPast2009(Instant at) {
    return at != null && !at.isBefore(EARLIEST);
  }

  /** The time, or null if it cannot be when the event happened. */
  static Instant plausible(Instant at, Instant receivedAt) {
    return isPast2009(at) && !at.isAfter(receivedAt.plus(AHEAD)) ? at : null;
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      if (!digit && (i == 0 || c != '.' && c != 'E' && c != 'e' && c != '+')) {
        return false;
      }
    }
    return true;
  }

  private static Instant ofNumber(String text) {
    BigDecimal number = new BigDecimal(text);
    int digits = number.precision() - number.scale(); // before the decimal point
    if (digits >= 9 && digits <= 11) {
      return Instant.ofEpochSecond(number.longValue());
    }
    return digits >= 12 && digits <= 14 ? Instant.ofEpochMilli(number.longValue()) : null;
  }

  private static Instant ofText(String text) {
    String stamp = text;
    int sign = stamp.length() - 5;
    if (sign > 10 && stamp.charAt(sign) == ' ') { // a form in which nobody escaped the +
      stamp = stamp.substring(0, sign) + '+' + stamp.substring(sign + 1);
    }
    if (stamp.length() > 10 && stamp.charAt(10) == ' ') {
      stamp = stamp.substring(0, 10) + 'T' + stamp.substring(11);
    }
    boolean basic = stamp.length() > 8 && stamp.charAt(8) == 'T';
    return OffsetDateTime.parse(stamp, basic ? BASIC : ISO).toInstant();
  }
}
