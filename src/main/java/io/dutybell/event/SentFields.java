package io.dutybell.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of one event as its sender named and wrote them: those of a form or of a JSON object,
 * and what stands around an event that is one of several. Nothing is copied until somebody asks.
 */
public final class SentFields {

  /** The most fields around an event that are told with it: a body holds thousands of events. */
  private static final int MAX_AROUND = 200;

  /** Longer numbers, and such with more digits behind the point, are texts. */
  private static final int MAX_DIGITS = 40;

  private final Map<String, String> form;
  private final JsonNode object;
  private final Around around;

  private SentFields(Map<String, String> form, JsonNode object, Around around) {
    this.form = form;
    this.object = object;
    this.around = around;
  }

  /** The fields of a form, decoded. */
  public static SentFields ofForm(Map<String, String> form) {
    return new SentFields(form, null, null);
  }

  /** The fields of a JSON object. */
  public static SentFields of(JsonNode object) {
    return new SentFields(Map.of(), object, null);
  }

  /** The fields of a JSON object, before those of what it stands in. */
  public static SentFields of(JsonNode object, Around around) {
    return new SentFields(Map.of(), object, around);
  }

  /**
   * What several events of a body share; read once for all of them.
   *
   * <p>Used by one thread at a time.
   */
  public static final class Around {
    private final JsonNode object;
    private final String events;
    private Map<String, Object> plain;

    /**
     * @param object what the events stand in
     * @param events the name of the field with the events themselves, which is left out
     */
    public Around(JsonNode object, String events) {
      this.object = object;
      this.events = events;
    }

    private synchronized Map<String, Object> plain() {
      if (plain == null) {
        plain = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
          if (plain.size() < MAX_AROUND && !field.getKey().equals(events)) {
            put(plain, field.getKey(), field.getValue());
          }
        }
      }
      return plain;
    }
  }

  /**
   * All fields as maps, lists, texts, numbers and booleans; a field that is null is left out. A new
   * map, whose nested values are not to be changed.
   */
  public Map<String, Object> plain() {
    Map<String, Object> plain = new LinkedHashMap<>(form);
    if (object != null) {
      object.properties().forEach(field -> put(plain, field.getKey(), field.getValue()));
    }
    if (around != null) {
      around.plain().forEach(plain::putIfAbsent);
    }
    return plain;
  }

  /** The JSON value as a map, list, text, number or boolean; null for null. */
  static Object plain(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties().forEach(field -> put(map, field.getKey(), field.getValue()));
      return map;
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>(node.size());
      for (JsonNode one : node) {
        Object value = plain(one);
        list.add(value == null ? "" : value);
      }
      return list;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isNumber()) {
      return isBearable(node.decimalValue()) ? node.numberValue() : node.asText();
    }
    return node.isTextual() ? node.textValue() : null;
  }

  private static boolean isBearable(BigDecimal number) {
    return number.precision() <= MAX_DIGITS && Math.abs((long) number.scale()) <= MAX_DIGITS;
  }

  private static void put(Map<String, Object> map, String name, JsonNode value) {
    Object plain = plain(value);
    if (plain != null) {
      map.put(name, plain);
    }
  }
}
