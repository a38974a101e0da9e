package io.dutybell.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns JSON and texts from outside into the plain values of {@code customDetails}: maps, lists,
 * texts, numbers and booleans that are safe to store, and not too many of them.
 */
final class PlainValues {

  /** The most values, counted at all depths. */
  private static final int MAX_VALUES = 500;

  private static final int MAX_NAME = 200;
  private static final int MAX_TEXT = 2_000;
  private static final int MAX_DIGITS = 40;

  private int left = MAX_VALUES;

  /** A copy of the map with storable names and values; the first of equal names stays. */
  static Map<String, Object> of(Map<String, ?> values) {
    return new PlainValues().map(values);
  }

  private Map<String, Object> map(Map<?, ?> values) {
    Map<String, Object> plain = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      if (left <= 0) {
        break;
      }
      put(plain, String.valueOf(entry.getKey()), entry.getValue());
    }
    return plain;
  }

  private void put(Map<String, Object> plain, String name, Object value) {
    Object plainValue = value(value);
    if (plainValue != null) {
      plain.putIfAbsent(Text.block(name, MAX_NAME), plainValue);
    }
  }

  private Object value(Object value) {
    left--;
    if (value instanceof String text) {
      return Text.block(text, MAX_TEXT);
    }
    if (value instanceof Map<?, ?> map) {
      return map(map);
    }
    if (value instanceof Iterable<?> many && !(value instanceof JsonNode)) {
      return list(many);
    }
    if (value instanceof JsonNode node) {
      return node(node);
    }
    return value;
  }

  private Object node(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> plain = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        if (left <= 0) {
          break;
        }
        put(plain, field.getKey(), field.getValue());
      }
      return plain;
    }
    if (node.isArray()) {
      return list(node);
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isNumber()) {
      return isBearable(node) ? node.numberValue() : Text.block(Json.text(node), MAX_TEXT);
    }
    return node.isTextual() ? Text.block(node.textValue(), MAX_TEXT) : null;
  }

  private static boolean isBearable(JsonNode number) {
    BigDecimal exact = number.decimalValue();
    return exact.precision() <= MAX_DIGITS && Math.abs((long) exact.scale()) <= MAX_DIGITS;
  }

  private List<Object> list(Iterable<?> many) {
    List<Object> plain = new ArrayList<>();
    for (Object one : many) {
      if (left <= 0) {
        break;
      }
      Object value = value(one);
      if (value != null) {
        plain.add(value);
      }
    }
    return plain;
  }
}
