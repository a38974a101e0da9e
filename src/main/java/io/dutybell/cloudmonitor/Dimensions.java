package io.dutybell.cloudmonitor;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.event.Json;
import io.dutybell.event.Text;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The dimensions of a metric: which resource it is about. CloudMonitor sends a printed Java map,
 * {@code {userId=12, instanceId=i-1}}, in any order and without escapes, so that values may hold
 * {@code =}, {@code ,} and {@code }}; older and newer senders send JSON.
 *
 * @param values sorted by name, without the account
 * @param userId the account, if it is among them; may be null
 * @param raw the text as it came; null if there was nothing in it
 * @param isReadable whether the text followed the grammar
 */
record Dimensions(SortedMap<String, String> values, String userId, String raw, boolean isReadable) {

  private static final String ACCOUNT = "userId";

  /** Reads any text; null and {@code null} mean no dimensions. */
  static Dimensions parse(String text) {
    String raw = Text.present(text);
    SortedMap<String, String> all = new TreeMap<>();
    if (raw == null || isEmpty(raw)) {
      return new Dimensions(all, null, null, false);
    }
    boolean readable = looksLikeJson(raw) && json(raw, all) || printed(raw, all);
    String account = all.remove(ACCOUNT);
    return new Dimensions(all, Text.present(account), raw, readable);
  }

  /** Whether there is nothing between the brackets. */
  private static boolean isEmpty(String text) {
    return text.chars().allMatch(c -> c <= ' ' || "{}[]".indexOf(c) >= 0);
  }

  /** Sorted {@code name=value} pairs, escaped so that two different maps never look the same. */
  String canonical() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> value : values.entrySet()) {
      if (text.length() > 0) {
        text.append(',');
      }
      KeyText.escape(text, value.getKey(), ",=");
      text.append('=');
      KeyText.escape(text, value.getValue(), ",");
    }
    return text.toString();
  }

  private static boolean looksLikeJson(String text) {
    char first = text.charAt(0);
    if (first == '[') {
      return true;
    }
    int i = 1;
    while (i < text.length() && text.charAt(i) <= ' ') {
      i++;
    }
    return first == '{' && i < text.length() && text.charAt(i) == '"';
  }

  private static boolean json(String text, Map<String, String> into) {
    try {
      JsonNode node = Json.parse(text).value();
      if (node.isObject()) {
        add(node, into);
      } else {
        node.forEach(one -> add(one, into));
      }
      return !into.isEmpty();
    } catch (Json.NotJson e) {
      return false;
    }
  }

  /** Adds the object's values; where several objects differ, the value names all of them. */
  private static void add(JsonNode object, Map<String, String> into) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode value = field.getValue();
      String text = value.isTextual() ? value.textValue().strip() : Json.text(value);
      into.merge(
          field.getKey(),
          text == null ? "null" : text,
          (one, other) -> one.equals(other) ? one : one + "," + other);
    }
  }

  private static boolean printed(String text, Map<String, String> into) {
    int from = text.charAt(0) == '{' ? 1 : 0;
    int end =
        from == 1 && text.endsWith("}") && text.length() > 1 ? text.length() - 1 : text.length();
    while (from < end && text.charAt(from) == ' ') {
      from++;
    }
    if (endOfName(text, from, end) < 0) {
      return false;
    }
    while (from < end) {
      int equals = endOfName(text, from, end);
      int next = nextName(text, equals + 1, end);
      int valueEnd = next < 0 ? end : next - 2;
      into.putIfAbsent(text.substring(from, equals), text.substring(equals + 1, valueEnd).strip());
      from = next < 0 ? end : next;
    }
    String account = into.getOrDefault(ACCOUNT, "");
    if (account.indexOf('=') >= 0 || account.indexOf(',') >= 0) {
      // That is no account: what tells resources apart is in there, and would go with it.
      into.clear();
      return false;
    }
    return true;
  }

  /** Where the next name begins, after a comma and a space; -1 if there is none. */
  private static int nextName(String text, int from, int end) {
    for (int i = from; i + 1 < end; i++) {
      if (text.charAt(i) == ',' && text.charAt(i + 1) == ' ' && endOfName(text, i + 2, end) >= 0) {
        return i + 2;
      }
    }
    return -1;
  }

  /** Where the {@code =} after a name is that begins here; -1 if none does. */
  private static int endOfName(String text, int from, int end) {
    int i = from;
    while (i < end && isNameCharacter(text.charAt(i), i == from)) {
      i++;
    }
    return i > from && i < end && text.charAt(i) == '=' ? i : -1;
  }

  private static boolean isNameCharacter(char c, boolean first) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c == '_'
        || !first && (c >= '0' && c <= '9' || c == '.' || c == '-');
  }
}
