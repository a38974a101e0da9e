package io.dutybell.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits, places of mistakes, and odd values; docs/conditions.md has the rest as examples. */
class ConditionTest {

  private static Verdict test(String text, Map<String, Object> event) {
    return Condition.parse(text, Subject.EVENT).test(new SomeFacts(event));
  }

  private static ConditionMistake mistake(String text) {
    return mistake(text, Subject.EVENT);
  }

  private static ConditionMistake mistake(String text, Subject subject) {
    ConditionMistake mistake =
        catchThrowableOfType(ConditionMistake.class, () -> Condition.parse(text, subject));
    assertThat(mistake).as(text.substring(0, Math.min(text.length(), 80))).isNotNull();
    return mistake;
  }

  @Test
  void a_mistake_names_line_and_character() {
    ConditionMistake mistake =
        mistake("event.a == '\uD83D\uDE00\uD83D\uDE00'\n  and event.b ==\n\tevent.ü = 'x'");

    assertThat(mistake.line()).isEqualTo(3);
    assertThat(mistake.column()).isEqualTo(10);
    assertThat(mistake("event.a == '\uD83D\uDE00' x").column()).isEqualTo(16);
  }

  @Test
  void a_mistake_shows_what_is_found_without_harm() {
    assertThat(mistake("event.a '" + "x".repeat(39) + "\uD83D\uDE00y'").getMessage())
        .endsWith("found the text '" + "x".repeat(39) + "…'");
    assertThat(mistake("event.a '\u0000\u001b\n'").getMessage())
        .endsWith("found the text '\uFFFD\uFFFD\uFFFD'");
  }

  @Test
  void nothing_is_a_mistake() {
    assertThat(mistake("").placed()).isEqualTo("line 1, column 1: a condition is missing");
    assertThat(mistake(" \n ").placed()).isEqualTo("line 2, column 2: a condition is missing");
  }

  @Test
  void what_is_too_large_is_a_mistake() {
    assertThat(mistake("a == '" + "x".repeat(10_000) + "'")).hasMessageContaining("10000");
    assertThat(mistake("(".repeat(51) + "a == 1")).hasMessageContaining("nested 50 deep");
    assertThat(mistake("not ".repeat(2_000) + "a")).hasMessageContaining("nested 50 deep");
    assertThat(mistake("a or ".repeat(500) + "a")).hasMessageContaining("500 comparisons");
    assertThat(mistake("a in [" + "1,".repeat(1_001) + "]")).hasMessageContaining("1000 values");
    assertThat(mistake("a" + ".b".repeat(20) + " == 1")).hasMessageContaining("20 parts");
    assertThat(mistake("a == " + "1".repeat(41))).hasMessageContaining("40 characters");
    assertThat(mistake("a regex 'b' or ".repeat(20) + "a regex 'b'"))
        .hasMessageContaining("20 regular expressions");
    assertThat(mistake("a regex '" + "b".repeat(1_001) + "'")).hasMessageContaining("1000");
    assertThat(test("(".repeat(50) + "a == 1" + ")".repeat(50), Map.of("a", 1)))
        .isEqualTo(Verdict.HOLDS);
  }

  @Test
  @Timeout(10)
  void regular_expressions_that_grow_are_refused_before_they_have_grown() {
    for (String pattern :
        List.of(
            "(a{1000}){1000}",
            "((((a{30}){30}){30}){30}){30}",
            "((a{100}){100}){100}|b",
            "(?:[]a]{999}){999}",
            "(a|\\){9}){900}",
            "a{1000}b{1000}c{1000}",
            "(((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9}")) {
      assertThat(mistake("event.a regex '" + pattern + "'"))
          .as(pattern)
          .hasMessageContaining("repeats too much");
    }
    String uuid = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
    assertThat(
            test(
                "event.a regex '" + uuid + "'",
                Map.of("a", "123e4567-e89b-12d3-a456-426614174000")))
        .isEqualTo(Verdict.HOLDS);
  }

  @Test
  @Timeout(10)
  void an_evaluation_that_takes_too_long_gives_up() {
    Map<String, Object> event = Map.of("a", "a".repeat(200_000), "b", "a".repeat(100_000) + "b");

    assertThat(test("event.a regex '(a?){300}a{300}b'", event)).isEqualTo(Verdict.GAVE_UP);
    assertThat(test("event.a contains event.b", event)).isEqualTo(Verdict.GAVE_UP);
    assertThat(test("not (event.a contains event.b)", event)).isEqualTo(Verdict.GAVE_UP);
    assertThat(test("event.a contains 'b'", event)).isEqualTo(Verdict.FAILS);
  }

  @Test
  void it_looks_at_no_more_than_it_needs() {
    Map<String, Object> event = Map.of("a", "a".repeat(200_000), "b", true);

    assertThat(test("event.b or event.a regex '(a?){300}a{300}b'", event)).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void odd_values_are_compared_without_harm() {
    Map<String, Object> event = new HashMap<>();
    event.put("nan", Double.NaN);
    event.put("huge", new BigDecimal("1e999999999"));
    event.put("digits", "9".repeat(60));
    event.put("nothing", null);
    event.put("nulls", Arrays.asList(null, 1));
    event.put("half", "\uD800");
    event.put("time", Duration.ofMinutes(5));
    event.put("map", Collections.singletonMap(null, 1));

    assertThat(test("nan == nan or nan < 1 or nan >= 1", event)).isEqualTo(Verdict.FAILS);
    assertThat(test("huge > event.digits and digits > 1 and huge contains 'E'", event))
        .isEqualTo(Verdict.HOLDS);
    assertThat(test("huge is_in support_hours", event)).isEqualTo(Verdict.FAILS);
    assertThat(test("nothing == nil and nil in nulls and 1 in nulls", event))
        .isEqualTo(Verdict.HOLDS);
    assertThat(test("half contains 'x' or half regex 'x' or half > 1", event))
        .isEqualTo(Verdict.FAILS);
    assertThat(test("time == pt5m and map != nil and map.x == nil", event))
        .isEqualTo(Verdict.HOLDS);
  }

  @Test
  void numbers_are_what_json_calls_so() {
    for (String no : List.of("1f", "0x10", "1d", "NaN", "Infinity", ".5", "5.", "1e", "١", "")) {
      assertThat(test("a >= 0 or a < 0", Map.of("a", no))).as(no).isEqualTo(Verdict.FAILS);
    }
    for (String yes : List.of("1", "-1", "+1", " 1.5 ", "1e3", "1E-3", "007")) {
      assertThat(test("a >= 0 or a < 0", Map.of("a", yes))).as(yes).isEqualTo(Verdict.HOLDS);
    }
  }

  @Test
  void support_hours_that_are_named_can_be_asked_for() {
    Condition condition =
        Condition.parse(
            "in_support_hours or in_support_hours('A') or now is_in {\"id\": 7, \"name\": \"x\"}",
            Subject.ALERT);

    assertThat(condition.hours())
        .containsExactly(new HoursReference(null, "A"), new HoursReference(7L, null));
    assertThat(mistake("now is_in {\"type\": \"SUPPORT_HOUR\"}").column()).isEqualTo(11);
    assertThat(mistake("now is_in {\"id\": 1.5}")).hasMessageContaining("their id");
    assertThat(mistake("now > 5")).hasMessageContaining("is_in");
  }

  @Test
  void a_path_begins_with_what_the_condition_is_about() {
    assertThat(mistake("event.a == 1", Subject.ALERT)).hasMessageContaining("begin with alert.");
    assertThat(mistake("a == alert.b", Subject.EVENT)).hasMessageContaining("begin with event.");
    assertThat(mistake("event == 1")).hasMessageContaining("event.summary");
    assertThat(test("event.alert.x == 1", Map.of("alert", Map.of("x", 1))))
        .isEqualTo(Verdict.HOLDS);
    assertThat(test("event.event == event.event", Map.of("event", 1))).isEqualTo(Verdict.HOLDS);
  }
}
