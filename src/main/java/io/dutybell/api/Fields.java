package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a JSON object in a request. A field that is absent or null reads as null; one of
 * the wrong type or out of its limits throws a {@link Problem} that names it. Unknown fields are
 * ignored.
 */
final class Fields {

  static final Instant EARLIEST = Instant.EPOCH;
  static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private static final int LONGEST_NAME = 200;

  private final JsonNode object;
  private final String path;

  private Fields(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /** The fields of the whole body, which must be an object. */
  static Fields of(JsonNode body) {
    if (body == null || !body.isObject()) {
      throw Problem.badRequest("the body must be a JSON object");
    }
    return new Fields(body, "");
  }

  /** One line of text without control characters and without space around it; empty is null. */
  String line(String name, int longest) {
    String value = text(name, longest);
    String line = value == null ? "" : value.strip();
    if (line.chars().anyMatch(Character::isISOControl)) {
      throw Problem.invalid(at(name), "must be one line without control characters");
    }
    return line.isEmpty() ? null : line;
  }

  /** One line of text that must be there. */
  String requiredLine(String name, int longest) {
    String line = line(name, longest);
    if (line == null) {
      throw Problem.invalid(at(name), "is required");
    }
    return line;
  }

  /** Text as it was sent. */
  String text(String name, int longest) {
    JsonNode node = node(name);
    if (node == null) {
      return null;
    }
    if (!node.isTextual()) {
      throw Problem.invalid(at(name), "must be a text");
    }
    if (node.textValue().length() > longest) {
      throw Problem.invalid(at(name), "is longer than " + longest + " characters");
    }
    return whole(name, node.textValue());
  }

  /** A text, a number or true or false, as text. */
  String scalar(String name, int longest) {
    JsonNode node = node(name);
    if (node == null || node.isTextual()) {
      return text(name, longest);
    }
    if (!node.isNumber() && !node.isBoolean()) {
      throw Problem.invalid(at(name), "must be a text, a number, or true or false");
    }
    String value = node.asText();
    if (value.length() > longest) {
      throw Problem.invalid(at(name), "is longer than " + longest + " characters");
    }
    return value;
  }

  /** Numbers of resources; empty when it is absent. */
  List<Long> ids(String name, int most) {
    List<Long> ids = new ArrayList<>();
    for (JsonNode item : array(name, most)) {
      if (!item.isNumber() || !item.canConvertToExactIntegral() || !item.canConvertToLong()) {
        throw Problem.invalid(
            at(name) + "[" + ids.size() + "]", "must be the id of a resource, a whole number");
      }
      ids.add(item.longValue());
    }
    return ids;
  }

  /** The object itself, as it was sent. */
  JsonNode json() {
    return object;
  }

  /** Half a surrogate pair is no character and cannot be stored. */
  private String whole(String name, String value) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw Problem.invalid(at(name), "contains half a character");
    }
    return value;
  }

  /** A whole number within the limits. */
  Integer number(String name, int least, int most) {
    JsonNode node = node(name);
    if (node == null) {
      return null;
    }
    if (!node.isNumber()
        || !node.canConvertToExactIntegral()
        || !node.canConvertToInt()
        || node.intValue() < least
        || node.intValue() > most) {
      throw Problem.invalid(at(name), "must be a whole number from " + least + " to " + most);
    }
    return node.intValue();
  }

  /** A number within the limits, whole or not. */
  Double fraction(String name, double least, double most) {
    JsonNode node = node(name);
    if (node == null) {
      return null;
    }
    double value = node.isNumber() ? node.doubleValue() : Double.NaN;
    if (!(value >= least && value <= most)) {
      throw Problem.invalid(at(name), "must be a number from " + least + " to " + most);
    }
    return value;
  }

  /** True or false. */
  boolean flag(String name, boolean whenAbsent) {
    JsonNode node = node(name);
    if (node == null) {
      return whenAbsent;
    }
    if (!node.isBoolean()) {
      throw Problem.invalid(at(name), "must be true or false");
    }
    return node.booleanValue();
  }

  /** A word of a list; an empty text counts as absent. */
  <E extends Enum<E>> E word(String name, Class<E> type, E whenAbsent) {
    String value = text(name, 100);
    return value == null || value.isEmpty() ? whenAbsent : word(at(name), value, type);
  }

  static <E extends Enum<E>> E word(String field, String value, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(value)) {
        return constant;
      }
    }
    throw Problem.invalid(field, "must be one of " + Arrays.toString(type.getEnumConstants()));
  }

  /** An ISO-8601 duration within the limits. */
  Duration duration(String name, Duration least, Duration most) {
    String value = text(name, 100);
    return value == null || value.isBlank() ? null : duration(at(name), value, least, most);
  }

  static Duration duration(String field, String value, Duration least, Duration most) {
    try {
      Duration duration = Duration.parse(value.strip());
      if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      // The same sentence helps with both.
    }
    throw Problem.invalid(
        field, "must be an ISO-8601 duration such as PT15M, from " + least + " to " + most);
  }

  /** An instant with its offset, such as {@code 2026-11-22T15:06:00Z}. */
  Instant instant(String name) {
    String value = text(name, 100);
    return value == null || value.isBlank() ? null : Query.instant(at(name), value);
  }

  /** The number in a reference such as {@code {"id": 7}}; null when there is no reference. */
  Long reference(String name) {
    Fields reference = object(name);
    return reference == null ? null : reference.id("id");
  }

  /** The number of a resource, which must be there. */
  Long id(String name) {
    JsonNode node = node(name);
    if (node == null
        || !node.isNumber()
        || !node.canConvertToExactIntegral()
        || !node.canConvertToLong()) {
      throw Problem.invalid(at(name), "must be the id of a resource, a whole number");
    }
    return node.longValue();
  }

  /** An object inside this one. */
  Fields object(String name) {
    JsonNode node = node(name);
    if (node == null) {
      return null;
    }
    if (!node.isObject()) {
      throw Problem.invalid(at(name), "must be an object");
    }
    return new Fields(node, at(name));
  }

  /** A list of objects; empty when it is absent. */
  List<Fields> objects(String name, int most) {
    List<Fields> items = new ArrayList<>();
    for (JsonNode item : array(name, most)) {
      String where = at(name) + "[" + items.size() + "]";
      if (!item.isObject()) {
        throw Problem.invalid(where, "must be an object");
      }
      items.add(new Fields(item, where));
    }
    return items;
  }

  /** A list of texts; empty when it is absent. */
  List<String> texts(String name, int most, int longest) {
    List<String> items = new ArrayList<>();
    for (JsonNode item : array(name, most)) {
      String where = at(name) + "[" + items.size() + "]";
      if (!item.isTextual() || item.textValue().length() > longest) {
        throw Problem.invalid(where, "must be a text of at most " + longest + " characters");
      }
      items.add(whole(name, item.textValue()));
    }
    return items;
  }

  /** All fields of this object, which must be texts. */
  Map<String, String> allTexts(int most, int longest) {
    if (object.size() > most) {
      throw Problem.invalid(path, "has more than " + most + " fields");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : (Iterable<String>) object::fieldNames) {
      if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
        throw Problem.invalid(
            path, "has a field whose name is too long or contains control characters");
      }
      whole("the name of a field of it", name);
      String value = text(name, longest);
      if (value != null) {
        texts.put(name, value);
      }
    }
    return texts;
  }

  /** Whether the field is there and not null. */
  boolean has(String name) {
    return node(name) != null;
  }

  /** The names of all fields of this object, in order. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The name of a field as a person finds it in the body. */
  String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private JsonNode array(String name, int most) {
    JsonNode node = node(name);
    if (node == null) {
      return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.arrayNode();
    }
    if (!node.isArray()) {
      throw Problem.invalid(at(name), "must be a list");
    }
    if (node.size() > most) {
      throw Problem.invalid(at(name), "has more than " + most + " entries");
    }
    return node;
  }

  private JsonNode node(String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }
}
