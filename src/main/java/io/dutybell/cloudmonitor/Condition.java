package io.dutybell.cloudmonitor;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.event.Json;
import io.dutybell.event.SeverityWord;
import io.dutybell.event.Text;
import java.util.List;

/**
 * What a rule compares with, such as {@code $Average>=95}. Until 2019 the field was a JSON text
 * that named the level too.
 *
 * @param text the expression; null if there is none
 * @param level the worst level it names; null if it names none
 */
record Condition(String text, String level) {

  private static final int MAX_THRESHOLD = 30;

  /** Reads the field {@code expression}; null is no condition. */
  static Condition parse(String field) {
    String text = Text.present(field);
    if (text == null || text.charAt(0) != '[' && text.charAt(0) != '{') {
      return new Condition(text, null);
    }
    try {
      JsonNode node = Json.parse(text).value();
      String expression = null;
      String level = null;
      for (JsonNode one : node.isObject() ? List.of(node) : node) {
        expression = expression == null ? Json.text(one, "expression") : expression;
        level = worse(level, Json.text(one, "level"));
      }
      return new Condition(expression == null ? text : expression, level);
    } catch (Json.NotJson e) {
      return new Condition(text, null);
    }
  }

  private static String worse(String one, String other) {
    if (SeverityWord.read(other) == null) {
      return one;
    }
    return one == null || SeverityWord.read(other).isWorseThan(SeverityWord.read(one))
        ? other
        : one;
  }

  /** The comparison alone, such as {@code >= 95}; null if the expression is not a simple one. */
  String comparison() {
    if (text == null) {
      return null;
    }
    int from = 0;
    while (from < text.length() && !isOperator(text.charAt(from))) {
      from++;
    }
    int to = from;
    while (to < text.length() && isOperator(text.charAt(to))) {
      to++;
    }
    String threshold = text.substring(to).strip();
    return from == to || !isNumber(threshold) ? null : text.substring(from, to) + " " + threshold;
  }

  private static boolean isOperator(char c) {
    return c == '<' || c == '>' || c == '=' || c == '!';
  }

  private static boolean isNumber(String text) {
    if (text.isEmpty() || text.length() > MAX_THRESHOLD) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789.eE+-%".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
