package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.api.ConfigShape.Apart;
import io.dutybell.api.ConfigShape.ConnectorName;
import io.dutybell.api.ConfigShape.Keyed;
import io.dutybell.api.ConfigShape.Listed;
import io.dutybell.api.ConfigShape.Parts;
import io.dutybell.api.ConfigShape.Reference;
import io.dutybell.document.Document;
import io.dutybell.document.Spelling;
import java.util.function.BiConsumer;

/**
 * Makes the JSON that a resource takes of an entry in a document: ids instead of names. Unknown
 * keys and names are mistakes; everything else is left for the resource to judge.
 */
final class ConfigJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ConfigNames names;
  private final BiConsumer<String, String> mistakes;

  /**
   * @param mistakes is told the path of what is wrong, and why
   */
  ConfigJson(ConfigNames names, BiConsumer<String, String> mistakes) {
    this.names = names;
    this.mistakes = mistakes;
  }

  /** The JSON of an entry; what is {@link Apart} is looked through for unknown keys only. */
  ObjectNode of(JsonNode entry, Parts shape, String path) {
    ObjectNode json = JSON.objectNode();
    for (var field : entry.properties()) {
      Keyed key = shape.key(field.getKey());
      String at = Document.at(path, field.getKey());
      if (key == null) {
        mistakes.accept(
            at,
            "there is no key "
                + field.getKey()
                + " here"
                + Spelling.question(field.getKey(), shape.names()));
      } else if (!(key.shape() instanceof Apart)) {
        JsonNode value = value(field.getValue(), key.shape(), at);
        if (value != null) {
          json.set(key.field(), value);
        }
      }
    }
    return json;
  }

  private JsonNode value(JsonNode value, ConfigShape shape, String path) {
    if (value.isNull()) {
      return value;
    }
    if (shape instanceof Parts parts && value.isObject()) {
      return of(value, parts, path);
    }
    if (shape instanceof Listed listed && value.isArray()) {
      ArrayNode list = JSON.arrayNode();
      for (int i = 0; i < value.size(); i++) {
        JsonNode item = value(value.get(i), listed.item(), Document.at(path, i));
        if (item != null) {
          list.add(item);
        }
      }
      return list;
    }
    if (shape instanceof ConnectorName) {
      return connector(value, path);
    }
    return shape instanceof Reference reference ? reference(value, reference, path) : value;
  }

  private JsonNode connector(JsonNode name, String path) {
    String id = id(ConfigSection.CONNECTORS, name, path);
    if (id == null) {
      return null;
    }
    // A contact has a reference, an alert action the id alone.
    return path.contains(".contacts.") ? JSON.objectNode().put("id", id) : JSON.textNode(id);
  }

  private JsonNode reference(JsonNode value, Reference reference, String path) {
    ObjectNode json = JSON.objectNode();
    JsonNode name = value;
    if (value.isObject() && !reference.extras().isEmpty()) {
      name = value.path("name");
      for (var field : value.properties()) {
        boolean known = reference.extras().stream().anyMatch(e -> e.name().equals(field.getKey()));
        if (known) {
          json.set(field.getKey(), field.getValue());
        } else if (!field.getKey().equals("name")) {
          mistakes.accept(
              Document.at(path, field.getKey()), "there is no key " + field.getKey() + " here");
        }
      }
    }
    String id = id(reference.to(), name, path);
    return id == null ? null : json.put("id", Long.parseLong(id));
  }

  private String id(ConfigSection section, JsonNode name, String path) {
    if (!name.isTextual()) {
      mistakes.accept(
          path, "must be the " + section.nameKey() + " of one of " + section.key() + ", a text");
      return names.anyOf(section);
    }
    String id = names.id(section, name.textValue().strip());
    if (id == null) {
      mistakes.accept(
          path,
          "there is no \""
              + shortened(name.textValue())
              + "\" among the "
              + section.key()
              + ", neither in the document nor here"
              + Spelling.question(name.textValue(), names.all(section)));
      return names.anyOf(section);
    }
    return id;
  }

  private static String shortened(String name) {
    return name.length() > 200 ? name.substring(0, name.offsetByCodePoints(0, 100)) + "…" : name;
  }
}
