package io.dutybell.template;

import java.util.Collection;
import java.util.Map;

/** Writes lists and objects as JSON without spaces. */
final class JsonText {

  /** Far deeper than what can be received; what is deeper still is null. */
  private static final int MAX_DEPTH = 200;

  private JsonText() {}

  /**
   * Writes a value.
   *
   * @throws Work.Stopped if it is too long
   */
  static void write(Object value, Output output, Work work) {
    write(value, output, work, 0);
  }

  private static void write(Object value, Output output, Work work, int depth) {
    work.step();
    if (value instanceof Map<?, ?> object && depth < MAX_DEPTH) {
      String before = "{";
      for (Map.Entry<?, ?> field : object.entrySet()) {
        output.add(before);
        quote(String.valueOf(field.getKey()), output, work);
        output.add(":");
        write(field.getValue(), output, work, depth + 1);
        before = ",";
      }
      output.add(object.isEmpty() ? "{}" : "}");
    } else if (value instanceof Collection<?> list && depth < MAX_DEPTH) {
      String before = "[";
      for (Object item : list) {
        output.add(before);
        write(item, output, work, depth + 1);
        before = ",";
      }
      output.add(list.isEmpty() ? "[]" : "]");
    } else if (value == null || value instanceof Map<?, ?> || value instanceof Collection<?>) {
      output.add("null");
    } else if (isBare(value)) {
      output.add(Values.plain(value));
    } else {
      quote(value.toString(), output, work);
    }
  }

  private static boolean isBare(Object value) {
    if (value instanceof Double || value instanceof Float) {
      return Double.isFinite(((Number) value).doubleValue());
    }
    return value instanceof Number || value instanceof Boolean;
  }

  private static void quote(String text, Output output, Work work) {
    work.spend(text.length());
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ') {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    output.add(quoted.append('"'));
  }
}
