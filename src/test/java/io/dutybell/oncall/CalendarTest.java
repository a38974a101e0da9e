package io.dutybell.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.component.VEvent;
import org.junit.jupiter.api.Test;

/** A calendar is read by a parser of RFC 5545 as it was meant, whatever people are called. */
class CalendarTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:06:00Z");
  private static final String HOSTILE =
      "a;b,c\\d\\n\"e\":f BEGIN:VEVENT \u4f60\u597d \ud83d\ude80\ud83d\ude80 "
          + "\u00e9".repeat(90)
          + "\ud83d\ude80".repeat(40);

  @Test
  void a_shift_is_an_event() throws Exception {
    Shift shift = new Shift(7, NOW, NOW.plus(Duration.ofHours(8)));

    net.fortuna.ical4j.model.Calendar read = read(calendar("ops", "Ann", List.of(shift)));

    assertThat(read.validate(true).hasErrors()).isFalse();
    assertThat(value(read, "X-WR-CALNAME")).isEqualTo("ops");
    assertThat(value(read, "REFRESH-INTERVAL")).isEqualTo("PT1H");
    VEvent event = events(read).get(0);
    assertThat(value(event, "UID")).isEqualTo("3-1795359960000@bell.example.org");
    assertThat(value(event, "SUMMARY")).isEqualTo("On call: Ann (ops)");
    assertThat(value(event, "DTSTAMP")).isEqualTo("20261122T150600Z");
    assertThat(value(event, "DTSTART")).isEqualTo("20261122T150600Z");
    assertThat(value(event, "DTEND")).isEqualTo("20261122T230600Z");
  }

  @Test
  void names_stay_what_they_are() throws Exception {
    Shift shift = new Shift(7, NOW, NOW.plus(Duration.ofHours(8)));

    net.fortuna.ical4j.model.Calendar read = read(calendar(HOSTILE, HOSTILE, List.of(shift)));

    assertThat(events(read)).hasSize(1);
    assertThat(value(events(read).get(0), "SUMMARY"))
        .isEqualTo("On call: " + HOSTILE + " (" + HOSTILE + ")");
  }

  @Test
  void control_characters_are_left_out() {
    String text = calendar("a\r\nBEGIN:VALARM\u0000\u0085b", "Ann", List.of());

    assertThat(text).contains("\r\nX-WR-CALNAME:a\\nBEGIN:VALARMb\r\n");
    assertThat(text).doesNotContain("\r\nBEGIN:VALARM");
  }

  @Test
  void no_line_has_more_than_75_octets_and_none_ends_within_a_character() {
    Shift shift = new Shift(7, NOW, NOW.plus(Duration.ofHours(8)));

    String text = calendar(HOSTILE, HOSTILE, List.of(shift));

    assertThat(text).endsWith("END:VCALENDAR\r\n").doesNotContainPattern("[^\r]\n");
    for (String line : text.split("\r\n")) {
      assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75);
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(line)).isTrue();
    }
  }

  @Test
  void a_calendar_without_shifts_can_be_read_too() throws Exception {
    net.fortuna.ical4j.model.Calendar read = read(calendar("ops", "Ann", List.of()));

    assertThat(read.validate(true).hasErrors()).isFalse();
    assertThat(events(read)).isEmpty();
    assertThat(read.getComponents()).as("RFC 5545 wants at least one component").isNotEmpty();
  }

  @Test
  void a_shift_shorter_than_a_second_lasts_one() throws Exception {
    Shift shift = new Shift(7, NOW, NOW.plusMillis(5));

    VEvent event = events(read(calendar("ops", "Ann", List.of(shift)))).get(0);

    assertThat(value(event, "DTEND")).isEqualTo("20261122T150601Z");
  }

  @Test
  void there_are_no_more_events_than_a_calendar_program_can_bear() throws Exception {
    List<Shift> shifts = new ArrayList<>();
    for (int i = 0; i < Calendar.MOST_EVENTS + 10; i++) {
      shifts.add(new Shift(7, NOW.plusSeconds(60L * i), NOW.plusSeconds(60L * i + 60)));
    }

    List<VEvent> events = events(read(calendar("ops", "Ann", shifts)));

    assertThat(events).hasSize(Calendar.MOST_EVENTS);
    assertThat(events.stream().map(e -> value(e, "UID")).distinct()).hasSize(Calendar.MOST_EVENTS);
  }

  private static String calendar(String schedule, String user, List<Shift> shifts) {
    return Calendar.of(
        new Schedule(
            3,
            schedule,
            ZoneId.of("Asia/Shanghai"),
            Schedule.Type.STATIC,
            List.of(),
            List.of(),
            false,
            null),
        shifts,
        id -> user,
        "bell.example.org",
        NOW);
  }

  private static net.fortuna.ical4j.model.Calendar read(String text) throws Exception {
    return new CalendarBuilder().build(new StringReader(text));
  }

  private static List<VEvent> events(net.fortuna.ical4j.model.Calendar calendar) {
    return calendar.getComponents("VEVENT");
  }

  private static String value(
      net.fortuna.ical4j.model.PropertyContainer container, String property) {
    return container.getRequiredProperty(property).getValue();
  }
}
