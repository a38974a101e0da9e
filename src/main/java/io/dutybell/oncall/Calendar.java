package io.dutybell.oncall;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.LongFunction;

/**
 * The shifts of an on-call schedule as an iCalendar document (RFC 5545). An event keeps its UID as
 * long as its shift begins at the same instant, whoever has it, so that calendars change it instead
 * of adding one.
 */
public final class Calendar {

  /** The most events of a document: those that begin first. */
  public static final int MOST_EVENTS = 5000;

  private static final int MOST_OCTETS = 75;
  private static final Duration REFRESH = Duration.ofHours(1);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final StringBuilder text = new StringBuilder();

  private Calendar() {}

  /**
   * Writes the document.
   *
   * @param schedule gives the calendar its name and zone
   * @param shifts its events, in order
   * @param nameOf the name of a user by number, never null
   * @param host makes the UIDs unique in the world
   * @param now when the document is made
   */
  public static String of(
      Schedule schedule,
      List<Shift> shifts,
      LongFunction<String> nameOf,
      String host,
      Instant now) {
    Calendar calendar = new Calendar();
    calendar.begin(schedule);
    shifts.stream()
        .limit(MOST_EVENTS)
        .forEach(shift -> calendar.event(schedule, shift, nameOf, host, now));
    if (shifts.isEmpty()) {
      calendar.zone();
    }
    calendar.line("END:VCALENDAR");
    return calendar.text.toString();
  }

  private void begin(Schedule schedule) {
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Dutybell//On-call schedule//EN");
    line("CALSCALE:GREGORIAN");
    line("NAME:" + escaped(schedule.name()));
    line("X-WR-CALNAME:" + escaped(schedule.name()));
    line("X-WR-TIMEZONE:" + escaped(schedule.zone().getId()));
    line("REFRESH-INTERVAL;VALUE=DURATION:" + REFRESH);
    line("X-PUBLISHED-TTL:" + REFRESH);
  }

  private void event(
      Schedule schedule, Shift shift, LongFunction<String> nameOf, String host, Instant now) {
    Instant end =
        shift.length().compareTo(SHORTEST) < 0 ? shift.start().plus(SHORTEST) : shift.end();
    line("BEGIN:VEVENT");
    line("UID:" + schedule.id() + "-" + shift.start().toEpochMilli() + "@" + escaped(host));
    line("DTSTAMP:" + UTC.format(now));
    line("DTSTART:" + UTC.format(shift.start()));
    line("DTEND:" + UTC.format(end));
    line(
        "SUMMARY:"
            + escaped("On call: " + nameOf.apply(shift.userId()) + " (" + schedule.name() + ")"));
    line("TRANSP:TRANSPARENT");
    line("END:VEVENT");
  }

  /** A calendar must have something in it. */
  private void zone() {
    line("BEGIN:VTIMEZONE");
    line("TZID:UTC");
    line("BEGIN:STANDARD");
    line("DTSTART:19700101T000000");
    line("TZOFFSETFROM:+0000");
    line("TZOFFSETTO:+0000");
    line("END:STANDARD");
    line("END:VTIMEZONE");
  }

  /** A line of content, folded so that none has more octets than are allowed. */
  private void line(String content) {
    int octets = 0;
    for (int at = 0; at < content.length(); ) {
      String character = Character.toString(content.codePointAt(at));
      int length = character.getBytes(StandardCharsets.UTF_8).length;
      if (octets + length > MOST_OCTETS) {
        text.append("\r\n ");
        octets = 1;
      }
      text.append(character);
      octets += length;
      at += character.length();
    }
    text.append("\r\n");
  }

  private static String escaped(String value) {
    StringBuilder escaped = new StringBuilder();
    value
        .codePoints()
        .forEach(
            character -> {
              if (character == '\n') {
                escaped.append("\\n");
              } else if (character == '\\' || character == ';' || character == ',') {
                escaped.append('\\').appendCodePoint(character);
              } else if (!Character.isISOControl(character)) {
                escaped.appendCodePoint(character);
              }
            });
    return escaped.toString();
  }
}
