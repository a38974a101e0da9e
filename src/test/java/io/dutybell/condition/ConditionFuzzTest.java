package io.dutybell.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever somebody writes is a condition or a mistake with a place in the text, and whatever an
 * event says, a condition comes to something in bounded time.
 */
class ConditionFuzzTest {

  private static final int TEXTS = Integer.getInteger("dutybell.fuzz.conditions", 60_000);
  private static final long SEED = Long.getLong("dutybell.fuzz.seed", 20261122L);

  private static final List<String> PIECES =
      List.of(
          "event",
          "event.a",
          "alert.b",
          "context.event.a",
          "a",
          "b.c",
          "a[0]",
          "a['x y']",
          "a[x\\ y]",
          "==",
          "!=",
          "<",
          "<=",
          ">",
          ">=",
          "=",
          "&&",
          "||",
          "!",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          ",",
          ":",
          ".",
          "'",
          "\"",
          "\\",
          "'x'",
          "\"y\"",
          "'it\\'s'",
          "1",
          "-2",
          "0.5",
          "1e9",
          "10m",
          "nil",
          "null",
          "true",
          "false",
          "and",
          "or",
          "not",
          "in",
          "contains",
          "not_contains",
          "exact_in",
          "contains_any",
          "starts_with",
          "ends_with_any",
          "regex",
          "exact_regex",
          "'[a-z]+'",
          "'(a+)+b'",
          "'a{500}'",
          "'(a{50}){50}'",
          "is_in",
          "now",
          "support_hours",
          "support_hours('Office')",
          "in_support_hours",
          "{\"id\": 1}",
          "{\"name\": 'Office', type: SUPPORT_HOUR}",
          "['a', b, 3]",
          "[]",
          "\n",
          "\t",
          "\u0000",
          "\uD800",
          "\uD83D\uDE00",
          "é",
          "中文",
          "trigger_count.5m",
          "999999999999999999999999999",
          "a.b.c.d.e.f",
          "matches",
          "exact_matches",
          "NOT",
          "AND");

  private final Random random = new Random(SEED);

  @Test
  @Timeout(120)
  void nothing_but_a_mistake_is_ever_thrown() {
    int conditions = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = i % 3 == 0 ? letters() : i % 3 == 1 ? pieces() : grown(3);
      Subject subject = random.nextBoolean() ? Subject.EVENT : Subject.ALERT;
      Condition condition;
      try {
        condition = Condition.parse(text, subject);
      } catch (ConditionMistake e) {
        List<String> lines = List.of(text.split("\n", -1));
        assertThat(e.line()).as(text).isBetween(1, lines.size());
        String line = lines.get(e.line() - 1);
        assertThat(e.column())
            .as(text + " " + e.placed())
            .isBetween(1, line.codePointCount(0, line.length()) + 1);
        assertThat(e.getMessage()).isNotBlank();
        continue;
      }
      conditions++;
      Verdict verdict = condition.test(new SomeFacts(scope()));
      assertThat(verdict).as(text).isNotNull();
      assertThat(Condition.parse(condition.text(), subject).test(new SomeFacts(Map.of())))
          .as("the same of nothing: " + text)
          .isEqualTo(condition.test(new SomeFacts(Map.of())));
    }
    assertThat(conditions).isGreaterThan(TEXTS / 5);
  }

  private String letters() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i >= 0; i--) {
      text.append((char) (random.nextInt(4) == 0 ? random.nextInt(65_536) : random.nextInt(128)));
    }
    return text.toString();
  }

  private String pieces() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.append(one(PIECES)).append(random.nextInt(5) == 0 ? "" : " ");
    }
    return text.toString();
  }

  /** One that is mostly right. */
  private String grown(int depth) {
    int kind = random.nextInt(depth == 0 ? 6 : 10);
    if (kind > 5) {
      String inner = grown(depth - 1);
      return switch (kind) {
        case 6 -> "not (" + inner + ")";
        case 7 -> "(" + inner + ")";
        default -> inner + (kind == 8 ? " and " : " or ") + grown(depth - 1);
      };
    }
    String field = one(List.of("a", "b.c", "a[0]", "a['x y']", "'x'", "3", "nil", "true", "list"));
    String not = one(List.of("", "", "not "));
    return switch (kind) {
      case 0 ->
          field
              + " "
              + not
              + one(List.of("==", "!=", "<", ">=", "contains", "starts_with", "exact_ends_with"))
              + " "
              + one(List.of("x", "'a b'", "3", "-0.5", "nil", "true"));
      case 1 -> field + " " + not + "in " + one(List.of("['a', 3, nil]", "list", "[]", "b.c"));
      case 2 -> field + " " + not + "regex " + one(List.of("'a+'", "'(x|y)*$'", "'^\\d{1,20}'"));
      case 3 -> field + " contains_any ['a', 'B', 7]";
      case 4 -> one(List.of("now", "a", "3")) + " " + not + "is_in support_hours('Office')";
      default -> one(List.of("a", "true", "in_support_hours", "b.c", random.nextInt(9) + " > a"));
    };
  }

  private Map<String, Object> scope() {
    Map<String, Object> scope = new HashMap<>();
    for (String name : List.of("a", "b", "list", "x")) {
      scope.put(name, value(3));
    }
    return scope;
  }

  private Object value(int depth) {
    switch (random.nextInt(depth == 0 ? 9 : 11)) {
      case 0:
        return null;
      case 1:
        return random.nextInt();
      case 2:
        return random.nextBoolean();
      case 3:
        return Double.longBitsToDouble(random.nextLong());
      case 4:
        return letters();
      case 5:
        return new BigDecimal(random.nextLong()).scaleByPowerOfTen(random.nextInt(2_000) - 1_000);
      case 6:
        return "a".repeat(random.nextInt(2_000));
      case 7:
        return one(List.of("2026-11-22T15:06:00Z", "1795359960", "1e999", "x", "true", "\u0000"));
      case 8:
        return SomeFacts.NOW;
      case 9:
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(depth - 1));
        }
        return list;
      default:
        Map<String, Object> map = new HashMap<>();
        for (String name : List.of("c", "x y", "0")) {
          map.put(name, value(depth - 1));
        }
        return map;
    }
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
