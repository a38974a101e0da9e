package io.dutybell.house;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The JSON schema of the YAML DSL, as it comes in the jar of the Camel version in use. */
final class CamelSchema {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode TEXT = load();
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(withPlaceholders(TEXT));

  private CamelSchema() {}

  private static JsonNode load() {
    try (InputStream file =
        CamelSchema.class.getClassLoader().getResourceAsStream("schema/camelYamlDsl.json")) {
      if (file == null) {
        throw new IllegalStateException("no schema/camelYamlDsl.json in camel-yaml-dsl");
      }
      return JSON.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What the schema has against a document, sorted; empty when it is valid. A property placeholder
   * counts as a value of any type, as it does for Camel.
   */
  static List<String> violations(Object document) {
    JsonNode node = JSON.valueToTree(document);
    return SCHEMA.validate(node).stream()
        .map(ValidationMessage::getMessage)
        .sorted()
        .distinct()
        .toList();
  }

  /** The schema, with a placeholder allowed for numbers, flags and words of a list. */
  private static JsonNode withPlaceholders(JsonNode schema) {
    JsonNode copy = schema.deepCopy();
    for (JsonNode definition : copy.findValues("properties")) {
      for (Map.Entry<String, JsonNode> property : definition.properties()) {
        JsonNode value = property.getValue();
        String type = value.path("type").asText();
        if (List.of("boolean", "integer", "number").contains(type) || value.has("enum")) {
          ObjectNode either = JSON.createObjectNode();
          either
              .putArray("anyOf")
              .add(value)
              .addObject()
              .put("pattern", "^\\{\\{.*}}$")
              .put("type", "string");
          property.setValue(either);
        }
      }
    }
    return copy;
  }

  /** The names of the expression languages. */
  static Set<String> languages() {
    Set<String> names = new TreeSet<>();
    definitions()
        .path("org.apache.camel.model.language.ExpressionDefinition")
        .path("properties")
        .fieldNames()
        .forEachRemaining(names::add);
    return names;
  }

  /**
   * The names under which something stands that takes an expression and may be written with or
   * without the word {@code expression}, such as {@code setBody} and {@code when}.
   */
  static Set<String> takingAnExpression() {
    Set<String> types = new HashSet<>();
    definitions()
        .properties()
        .forEach(
            definition -> {
              JsonNode properties = definition.getValue().path("properties");
              if (properties.has("expression") && properties.has("simple")) {
                types.add("#/items/definitions/" + definition.getKey());
              }
            });
    Set<String> names = new TreeSet<>();
    for (JsonNode definition : definitions()) {
      definition
          .path("properties")
          .properties()
          .forEach(
              property -> {
                JsonNode value = property.getValue();
                if (types.contains(value.path("$ref").asText())
                    || types.contains(value.path("items").path("$ref").asText())) {
                  names.add(property.getKey());
                }
              });
    }
    return names;
  }

  private static JsonNode definitions() {
    return TEXT.path("items").path("definitions");
  }
}
