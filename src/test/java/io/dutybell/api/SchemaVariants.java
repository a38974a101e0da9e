package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Values near an example, each different in one place: other types, absent and null fields, words
 * that there are not, and both sides of every limit that the schema names. Fields that only answers
 * have are left alone, because requests may hold anything in them.
 */
final class SchemaVariants {

  /** The longest text and list that are made to go past a limit. */
  private static final int MOST = 11_000;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Described described;

  /**
   * A value.
   *
   * @param field the name of the innermost field that is different
   * @param outer the name of the field in which that one is; empty when it is in none
   * @param meant what the value counts as: an empty text is as good as null
   */
  record Variant(String field, String outer, JsonNode value, JsonNode meant) {}

  private SchemaVariants(Described described) {
    this.described = described;
  }

  /** The variants of an example. */
  static List<Variant> of(Described described, JsonNode schema, JsonNode example) {
    List<Variant> variants = new ArrayList<>();
    new SchemaVariants(described)
        .inside(new Variant("", "", example, example), schema, variants::add);
    return variants;
  }

  private void inside(Variant whole, JsonNode schema, Consumer<Variant> made) {
    JsonNode resolved = branch(described.resolved(schema), whole.value);
    if (whole.value instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> property : resolved.path("properties").properties()) {
        if (isOfRequests(property.getValue()) && isOfExample(resolved, object, property.getKey())) {
          property(whole, object, property.getKey(), property.getValue(), made);
        }
      }
    } else if (whole.value instanceof ArrayNode array && !array.isEmpty()) {
      JsonNode items = resolved.path("items");
      Consumer<Variant> replaced =
          item ->
              made.accept(
                  new Variant(
                      item.field, item.outer, with(array, item.value), with(array, item.meant)));
      for (JsonNode value : values(items, array.get(0))) {
        replaced.accept(variant(whole.field, whole.outer, value, items));
      }
      inside(new Variant(whole.field, whole.outer, array.get(0), array.get(0)), items, replaced);
    }
  }

  private void property(
      Variant whole, ObjectNode object, String name, JsonNode schema, Consumer<Variant> made) {
    JsonNode example = object.path(name);
    Consumer<Variant> replaced =
        value ->
            made.accept(
                new Variant(
                    value.field,
                    value.outer,
                    object.deepCopy().set(name, value.value),
                    object.deepCopy().set(name, value.meant)));
    for (JsonNode value : values(schema, example)) {
      replaced.accept(variant(name, whole.field, value, schema));
    }
    if (!example.isMissingNode()) {
      JsonNode without = object.deepCopy().without(name);
      made.accept(new Variant(name, whole.field, without, without));
      inside(new Variant(name, whole.field, example, example), schema, replaced);
    }
  }

  private Variant variant(String field, String outer, JsonNode value, JsonNode schema) {
    boolean isEmpty = value.isTextual() && value.textValue().isEmpty() && isText(schema);
    return new Variant(field, outer, value, isEmpty ? JSON.nullNode() : value);
  }

  private boolean isText(JsonNode schema) {
    JsonNode resolved = described.resolved(schema);
    for (JsonNode alternative : resolved.path("anyOf")) {
      if (isText(alternative)) {
        return true;
      }
    }
    // Where a length of 0 is said to be possible, an empty text is one.
    return resolved.path("type").toString().contains("\"string\"")
        && resolved.path("minLength").asInt(1) > 0;
  }

  /** Which of the optional fields a thing has follows from something else than the schema. */
  private static boolean isOfExample(JsonNode schema, ObjectNode example, String name) {
    if (!example.has(name)) {
      for (JsonNode optional : schema.path("x-optional")) {
        if (optional.asText().equals(name)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isOfRequests(JsonNode schema) {
    return !schema.path("readOnly").asBoolean()
        && !described.resolved(schema).path("readOnly").asBoolean()
        && !(schema.has("maxItems") && schema.path("maxItems").intValue() == 0);
  }

  /** Of alternatives the first that fits the form of the example. */
  private JsonNode branch(JsonNode schema, JsonNode example) {
    for (JsonNode alternative : schema.path("anyOf")) {
      JsonNode resolved = described.resolved(alternative);
      if (resolved.path("type").asText().equals(example.isArray() ? "array" : "object")
          && has(example, resolved.path("required"))) {
        return resolved;
      }
    }
    return schema;
  }

  private static boolean has(JsonNode example, JsonNode names) {
    for (JsonNode name : names) {
      if (!example.has(name.asText())) {
        return false;
      }
    }
    return true;
  }

  private List<JsonNode> values(JsonNode unresolved, JsonNode example) {
    JsonNode schema = described.resolved(unresolved);
    List<JsonNode> values = new ArrayList<>();
    values.add(JSON.nullNode());
    values.add(JSON.booleanNode(true));
    values.add(JSON.booleanNode(false));
    values.add(JSON.numberNode(-1));
    values.add(JSON.numberNode(1.5));
    values.add(JSON.numberNode(987_654_321));
    values.add(JSON.numberNode(BigInteger.TEN.pow(30)));
    values.add(JSON.textNode("no such word"));
    values.add(JSON.textNode(""));
    values.add(JSON.objectNode());
    values.add(JSON.objectNode().put("id", "no number").putNull("user"));
    values.add(JSON.arrayNode());
    values.add(JSON.arrayNode().add(7));
    values.add(JSON.arrayNode().add("no such word"));
    values.add(JSON.arrayNode().addNull());
    values.add(JSON.arrayNode().add(JSON.arrayNode()));
    for (JsonNode limit : List.of(schema.path("minimum"), schema.path("maximum"))) {
      if (limit.isNumber()) {
        for (int beside = -1; beside <= 1; beside++) {
          values.add(JSON.numberNode(limit.longValue() + beside));
        }
      }
    }
    int longest = schema.path("maxLength").asInt(MOST);
    if (longest < MOST) {
      values.add(JSON.textNode("x".repeat(longest)));
      values.add(JSON.textNode("x".repeat(longest + 1)));
    }
    schema.path("enum").forEach(values::add);
    int most = schema.path("maxItems").asInt(MOST);
    if (most < MOST && example.isArray() && !example.isEmpty()) {
      ArrayNode many = JSON.arrayNode();
      for (int i = 0; i <= most; i++) {
        many.add(example.get(0));
      }
      values.add(many);
    }
    return values;
  }

  private static ArrayNode with(ArrayNode array, JsonNode first) {
    ArrayNode copy = array.deepCopy();
    copy.set(0, first);
    return copy;
  }
}
