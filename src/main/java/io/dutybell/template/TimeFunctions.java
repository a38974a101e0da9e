package io.dutybell.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Functions that write times as people do, in ilert's styles. What is no time between the years 1
 * and 9999 stays as it is.
 */
final class TimeFunctions {

  /** Unlike {@link ZoneOffset#UTC} it is written out as people know it. */
  private static final ZoneId UTC = ZoneId.of("UTC");

  private static final Map<String, DateTimeFormatter> STYLES =
      Map.of(
          "F", style("EEEE, MMMM d, uuuu 'at' h:mm:ss a zzzz"),
          "L", style("MMMM d, uuuu 'at' h:mm:ss a z"),
          "M", style("MMM d, uuuu, h:mm:ss a"),
          "S", style("M/d/yy, h:mm a"),
          "I", style("uuuu-MM-dd'T'HH:mm:ssXXX"));

  private static final List<DateTimeFormatter> WRITTEN =
      List.of(
          time("uuuu-MM-dd['T'][' ']HH:mm[:ss]"),
          time("uuuuMMdd'T'HHmmss"),
          DateTimeFormatter.ISO_LOCAL_DATE);

  private static final int LONGEST = 40;
  private static final BigDecimal MIN = BigDecimal.valueOf(-62_135_596_800_000L);
  private static final BigDecimal MAX = BigDecimal.valueOf(253_402_300_799_999L);
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

  /** Writing a time takes as long as reading so many characters. */
  private static final int WORK = 200;

  private TimeFunctions() {}

  static TemplateFunction unixMs(Arguments arguments) {
    return function(arguments, value -> instant(NumberFunctions.number(value)));
  }

  static TemplateFunction unixSec(Arguments arguments) {
    return function(
        arguments,
        value -> {
          BigDecimal seconds = NumberFunctions.number(value);
          return seconds == null ? null : instant(seconds.multiply(THOUSAND));
        });
  }

  static TemplateFunction dateString(Arguments arguments) {
    return function(
        arguments, value -> value instanceof CharSequence text ? read(text.toString()) : null);
  }

  private static TemplateFunction function(Arguments arguments, Function<Object, Instant> reader) {
    DateTimeFormatter style =
        STYLES
            .getOrDefault(arguments.text(0, "M"), STYLES.get("M"))
            .withZone(arguments.count() < 2 ? UTC : zone(arguments));
    return (value, work) -> {
      work.spend(WORK);
      Instant at = reader.apply(value);
      return at == null ? value : style.format(at);
    };
  }

  private static ZoneId zone(Arguments arguments) {
    try {
      return ZoneId.of(arguments.text(1));
    } catch (DateTimeException e) {
      throw arguments.mistake(1, "must be a time zone, such as \"Asia/Shanghai\"");
    }
  }

  private static Instant instant(BigDecimal millis) {
    return millis == null || millis.compareTo(MIN) < 0 || millis.compareTo(MAX) > 0
        ? null
        : Instant.ofEpochMilli(millis.setScale(0, RoundingMode.FLOOR).longValue());
  }

  private static Instant read(String text) {
    String stripped = text.strip();
    return stripped.length() > LONGEST
        ? null
        : WRITTEN.stream()
            .map(form -> read(stripped, form))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
  }

  private static Instant read(String text, DateTimeFormatter form) {
    try {
      Instant at =
          instant(form.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from));
      return instant(BigDecimal.valueOf(at.toEpochMilli()));
    } catch (DateTimeException | ArithmeticException e) {
      return null; // written in another form, or far from any year
    }
  }

  /** A time without an offset is one of UTC, a date the beginning of its day. */
  private static Instant instant(TemporalAccessor time) {
    if (time instanceof OffsetDateTime exact) {
      return exact.toInstant();
    }
    return time instanceof LocalDateTime local
        ? local.toInstant(ZoneOffset.UTC)
        : ((LocalDate) time).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static DateTimeFormatter style(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  private static DateTimeFormatter time(String pattern) {
    return new DateTimeFormatterBuilder()
        .appendPattern(pattern)
        .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
        .appendPattern("[XXX][XX][X]")
        .toFormatter(Locale.ROOT);
  }
}
