package io.dutybell.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON from outside into trees. Unlike Jackson's own tree reader it keeps the first of
 * repeated names, as forms do, and numbers exactly as they were written, since some are ids. It
 * forgives what templates with values pasted into them get wrong: line breaks and stray backslashes
 * in texts, and NaN.
 */
public final class Json {

  /** How deep objects and arrays may be nested. */
  public static final int MAX_DEPTH = 100;

  /** Longer numbers stay texts: to count with them would take long, and they are none. */
  private static final int MAX_NUMBER = 100;

  // Names from outside are neither interned nor kept in a table: both would grow for ever.
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();
  private static final JsonNodeFactory NODES = new JsonNodeFactory(true);

  private Json() {}

  /**
   * What was read.
   *
   * @param value the first JSON value of the text
   * @param restAt the byte, counted from 1, at which something follows it; 0 if nothing does
   */
  public record Parsed(JsonNode value, int restAt) {}

  /** The text is not JSON; the message says why and where, and reads on from "The body …". */
  public static final class NotJson extends Exception {
    private static final long serialVersionUID = 1L;

    NotJson(String message) {
      super(message, null, false, false);
    }
  }

  /** Text of these bytes: UTF-8, whatever is not UTF-8 replaced, without a byte order mark. */
  public static String text(byte[] bytes) {
    return withoutMark(new String(bytes, StandardCharsets.UTF_8));
  }

  /** The text without a byte order mark. */
  public static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /**
   * Reads the first JSON value of the text.
   *
   * @throws NotJson if there is none, or it is nested too deeply
   */
  public static Parsed parse(String text) throws NotJson {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new NotJson("is empty");
      }
      JsonNode value = tree(parser);
      return new Parsed(value, restAt(text, (int) parser.currentLocation().getCharOffset()));
    } catch (JsonEOFException e) {
      throw new NotJson("breaks off at byte " + bytesBefore(text, text.length()));
    } catch (JsonProcessingException e) {
      throw notJson(text, e);
    } catch (IOException e) {
      throw new NotJson("cannot be read");
    }
  }

  private static NotJson notJson(String text, JsonProcessingException e) {
    int at = e.getLocation() == null ? 0 : (int) e.getLocation().getCharOffset();
    String place =
        " near byte " + (bytesBefore(text, Math.max(0, Math.min(at, text.length()))) + 1);
    if (e.getOriginalMessage() != null && e.getOriginalMessage().contains("nesting depth")) {
      return new NotJson("is nested deeper than " + MAX_DEPTH + " levels" + place);
    }
    return new NotJson("stops being JSON" + place);
  }

  private static int restAt(String text, int end) {
    for (int i = end; i < text.length(); i++) {
      if (text.charAt(i) > ' ') {
        return bytesBefore(text, i) + 1;
      }
    }
    return 0;
  }

  private static int bytesBefore(String text, int end) {
    return text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
  }

  private static JsonNode tree(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT:
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          JsonNode value = tree(parser);
          object.putIfAbsent(name, value);
        }
        return object;
      case START_ARRAY:
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(tree(parser));
        }
        return array;
      case VALUE_STRING:
        return NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT:
      case VALUE_NUMBER_FLOAT:
        return number(parser);
      case VALUE_TRUE:
        return NODES.booleanNode(true);
      case VALUE_FALSE:
        return NODES.booleanNode(false);
      default:
        return NODES.nullNode();
    }
  }

  private static JsonNode number(JsonParser parser) throws IOException {
    String text = parser.getText();
    if (text.length() > MAX_NUMBER) {
      return NODES.textNode(text);
    }
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          ? NODES.numberNode(parser.getBigIntegerValue())
          : NODES.numberNode(parser.getLongValue());
    }
    try {
      return NODES.numberNode(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return NODES.textNode(text); // NaN, or an exponent beyond all bounds
    }
  }

  /**
   * The value as text: numbers without an exponent where that is bearable, objects and arrays as
   * JSON.
   *
   * @param value may be null
   * @return null if nothing is there (see {@link Text#present})
   */
  public static String text(JsonNode value) {
    if (value == null || value.isNull() || value.isMissingNode()) {
      return null;
    }
    if (value.isTextual()) {
      return Text.present(value.textValue());
    }
    if (value.isBigDecimal()) {
      BigDecimal number = value.decimalValue();
      return Math.abs((long) number.scale()) <= 40 ? number.toPlainString() : number.toString();
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /** The same for the value found by following these names. */
  public static String text(JsonNode from, String... names) {
    JsonNode at = from;
    for (String name : names) {
      at = at.path(name);
    }
    return text(at);
  }
}
