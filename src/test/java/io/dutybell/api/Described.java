package io.dutybell.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Format;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.dutybell.condition.Subject;
import io.dutybell.source.StoredCondition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The API as its OpenAPI document describes it. */
public final class Described {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "head");

  /** Knows the format of a field with a condition, which no schema has. */
  private static final JsonSchemaFactory REQUESTS =
      JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012))
          .metaSchema(
              JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                  .format(new ConditionFormat())
                  .build())
          .build();

  private static final class ConditionFormat implements Format {

    @Override
    public String getName() {
      return "condition";
    }

    @Override
    public boolean matches(ExecutionContext context, String value) {
      return value.isBlank()
          || Stream.of(Subject.values())
              .map(subject -> StoredCondition.of(value, subject))
              .anyMatch(condition -> condition.problem() == null);
    }
  }

  final JsonNode document;

  private Described(JsonNode document) {
    this.document = document;
  }

  /** Reads a document as it is served. */
  public static Described of(String yaml) {
    return new Described(JSON.valueToTree(parse(yaml)));
  }

  /** JSON as a tree; fails the test when the text is none. */
  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  static Object parse(String yaml) {
    return new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
        .loadFromString(yaml);
  }

  /**
   * An operation.
   *
   * @param parameters those of its path and its own, with references resolved
   */
  public record Operation(String method, String path, JsonNode json, List<JsonNode> parameters) {

    /** Its operationId. */
    public String id() {
      return json.path("operationId").asText();
    }

    @Override
    public String toString() {
      return method + " " + path;
    }

    /** Its parameters in the path, the query or the header. */
    public List<JsonNode> parametersIn(String place) {
      return parameters.stream().filter(p -> p.path("in").asText().equals(place)).toList();
    }
  }

  /** All operations, in the order of the document. */
  public List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> entry : path.getValue().properties()) {
        if (METHODS.contains(entry.getKey())) {
          List<JsonNode> parameters = new ArrayList<>();
          path.getValue().path("parameters").forEach(p -> parameters.add(resolved(p)));
          entry.getValue().path("parameters").forEach(p -> parameters.add(resolved(p)));
          operations.add(
              new Operation(
                  entry.getKey().toUpperCase(Locale.ROOT),
                  path.getKey(),
                  entry.getValue(),
                  parameters));
        }
      }
    }
    return operations;
  }

  /** What a reference stands for, or the node itself when it is none. */
  JsonNode resolved(JsonNode node) {
    if (!node.has("$ref")) {
      return node;
    }
    JsonNode target = document.at(node.path("$ref").asText().substring(1));
    if (target.isMissingNode()) {
      throw new AssertionError("nothing is at " + node.path("$ref").asText());
    }
    return resolved(target);
  }

  /** The examples of a media type, a parameter or a header by their names. */
  Map<String, JsonNode> examples(JsonNode content) {
    Map<String, JsonNode> examples = new LinkedHashMap<>();
    if (content.has("example")) {
      examples.put("example", content.path("example"));
    }
    content
        .path("examples")
        .properties()
        .forEach(e -> examples.put(e.getKey(), resolved(e.getValue()).path("value")));
    return examples;
  }

  /**
   * What the schema has against a value, with a field that the schema does not name counting as a
   * mistake; in an answer every field that it names must be there, but for those that only requests
   * have and those that {@code x-optional} lists.
   */
  Set<String> mistakes(JsonNode schema, JsonNode value, boolean inAnswer) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.path("components").deepCopy());
    close(whole, inAnswer);
    whole.path("components").path("schemas").forEach(s -> close(s, inAnswer));
    Set<String> mistakes = new TreeSet<>();
    for (ValidationMessage message :
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(whole)
            .validate(
                value, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))) {
      mistakes.add(message.getMessage());
    }
    return mistakes;
  }

  /** Says of values whether a request may hold them; fields that it does not name are allowed. */
  Predicate<JsonNode> request(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.path("components").deepCopy());
    JsonSchema compiled = REQUESTS.getSchema(whole);
    return value ->
        compiled
            .validate(
                value, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
            .isEmpty();
  }

  private static void close(JsonNode schema, boolean inAnswer) {
    if (schema instanceof ArrayNode array) {
      array.forEach(item -> close(item, inAnswer));
      return;
    }
    if (!(schema instanceof ObjectNode object)) {
      return;
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!field.getKey().equals("components") && !field.getKey().startsWith("example")) {
        close(field.getValue(), inAnswer);
      }
    }
    // A condition on some properties, without a type, says nothing about the others.
    if (object.path("properties").isObject() && object.has("type")) {
      if (!object.has("additionalProperties")) {
        object.put("additionalProperties", false);
      }
      if (inAnswer) {
        Set<String> optional = new TreeSet<>();
        object.path("x-optional").forEach(name -> optional.add(name.asText()));
        ArrayNode required = object.putArray("required");
        for (Map.Entry<String, JsonNode> property : object.path("properties").properties()) {
          if (!optional.contains(property.getKey())
              && !property.getValue().path("writeOnly").asBoolean()) {
            required.add(property.getKey());
          }
        }
      }
    }
  }
}
