package io.dutybell.cloudmonitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.event.Json;

/** Objects that senders put into other objects, sometimes as JSON text. */
final class Nested {

  private Nested() {}

  /** Whether the value is text that begins like a JSON object or array. */
  static boolean isJsonText(JsonNode value) {
    return value != null && value.isTextual() && beginsLikeJson(value.textValue());
  }

  /** Whether the first character that is no space begins an object or array. */
  static boolean beginsLikeJson(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ' && c != '\uFEFF') {
        return c == '{' || c == '[';
      }
    }
    return false;
  }

  /** The object in this field; a missing node if there is none or its text cannot be read. */
  static JsonNode object(JsonNode parent, String name) {
    JsonNode value = parent.path(name);
    if (value.isObject()) {
      return value;
    }
    if (isJsonText(value)) {
      try {
        JsonNode parsed = Json.parse(value.textValue()).value();
        if (parsed.isObject()) {
          return parsed;
        }
      } catch (Json.NotJson e) {
        return MissingNode.getInstance(); // the text itself stays in the details
      }
    }
    return MissingNode.getInstance();
  }

  /** A copy of the object in which this field is an object, if it can be. */
  static ObjectNode with(ObjectNode parent, String name) {
    JsonNode object = object(parent, name);
    if (!object.isObject() || object.equals(parent.get(name))) {
      return parent;
    }
    ObjectNode copy = parent.objectNode();
    copy.setAll(parent);
    copy.set(name, object);
    return copy;
  }

  /** The first of these texts that is not null; null if all are. */
  static String first(String... texts) {
    for (String text : texts) {
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** What follows the last slash, which is the instance in Alibaba's resource names. */
  static String lastPart(String arn) {
    return arn == null ? null : arn.substring(arn.lastIndexOf('/') + 1);
  }

  /** The region in a resource name such as {@code acs:ecs:cn-hangzhou:12:instance/i-1}, or null. */
  static String region(String arn) {
    String[] parts = arn == null ? new String[0] : arn.split(":", 5);
    return parts.length == 5 && parts[0].equals("acs") && !parts[2].isEmpty() ? parts[2] : null;
  }
}
