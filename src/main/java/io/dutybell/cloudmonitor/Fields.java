package io.dutybell.cloudmonitor;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.event.Json;
import io.dutybell.event.Text;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of a flat callback as texts, whether it came as a form or as JSON.
 *
 * @param raw by name, in the order in which they came
 */
record Fields(Map<String, String> raw) {

  /** The fields of a JSON object; nested values stay JSON text. */
  static Fields of(JsonNode object) {
    Map<String, String> raw = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode value = field.getValue();
      raw.put(field.getKey(), value.isTextual() ? value.textValue() : Json.text(value));
    }
    return new Fields(raw);
  }

  /** The field without space around it; null if it is missing, empty or {@code null}. */
  String get(String name) {
    return Text.present(raw.get(name));
  }

  /** The first of these fields that has a value; null if none has. */
  String first(String... names) {
    for (String name : names) {
      String value = get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }
}
