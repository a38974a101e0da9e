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
import io.dutybell.api.ConfigShape.Plain;
import io.dutybell.api.ConfigShape.Reference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The form of entries in which they are written and compared: keys in their order, names instead of
 * ids, and nothing that says nothing, such as null and empty lists.
 */
final class ConfigForm {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ConfigForm() {}

  /**
   * The entry of a resource; what is {@link Apart} is left out.
   *
   * @param json the resource as the API shows it
   * @param connectorName the name of the connector with an id
   */
  static ObjectNode ofResource(JsonNode json, Parts shape, UnaryOperator<String> connectorName) {
    ObjectNode entry = JSON.objectNode();
    for (Keyed key : shape.keys()) {
      JsonNode value = json.get(key.field());
      if (value != null && !(key.shape() instanceof Apart)) {
        put(entry, key, resourceValue(value, key.shape(), connectorName));
      }
    }
    return entry;
  }

  private static JsonNode resourceValue(
      JsonNode value, ConfigShape shape, UnaryOperator<String> connectorName) {
    if (value.isNull()) {
      return value;
    }
    if (shape instanceof Parts parts) {
      return ofResource(value, parts, connectorName);
    }
    if (shape instanceof Listed listed) {
      List<JsonNode> items = new ArrayList<>();
      value.forEach(item -> items.add(resourceValue(item, listed.item(), connectorName)));
      return list(items, listed);
    }
    if (shape instanceof ConnectorName) {
      String id = value.isObject() ? value.path("id").asText() : value.asText();
      return JSON.textNode(connectorName.apply(id));
    }
    if (shape instanceof Reference reference) {
      JsonNode name = value.path(reference.to() == ConfigSection.USERS ? "username" : "name");
      if (reference.extras().isEmpty()) {
        return name;
      }
      ObjectNode named = JSON.objectNode().set("name", name);
      reference.extras().forEach(extra -> put(named, extra, value.path(extra.field())));
      return named;
    }
    return value;
  }

  /** The same form of an entry that a person wrote; what cannot be understood stays as it is. */
  static JsonNode ofDocument(JsonNode value, ConfigShape shape) {
    if (shape instanceof Parts parts && value.isObject()) {
      ObjectNode entry = JSON.objectNode();
      for (var field : value.properties()) {
        Keyed key = parts.key(field.getKey());
        if (key == null) {
          entry.set(field.getKey(), field.getValue());
        } else if (!(key.shape() instanceof Apart)) {
          put(entry, key, ofDocument(field.getValue(), key.shape()));
        }
      }
      return entry;
    }
    if (shape instanceof Listed listed && value.isArray()) {
      List<JsonNode> items = new ArrayList<>();
      value.forEach(item -> items.add(ofDocument(item, listed.item())));
      return list(items, listed);
    }
    if (shape instanceof Reference reference
        && !reference.extras().isEmpty()
        && value.isTextual()) {
      return JSON.objectNode().set("name", value);
    }
    return value;
  }

  private static ArrayNode list(List<JsonNode> items, Listed listed) {
    if (!listed.isOrdered()) {
      items.sort(Comparator.comparing(JsonNode::asText));
    }
    return JSON.arrayNode().addAll(items);
  }

  private static void put(ObjectNode entry, Keyed key, JsonNode value) {
    if (!isNothing(value, key)) {
      entry.set(key.name(), value);
    }
  }

  private static boolean isNothing(JsonNode value, Keyed key) {
    return value.isNull()
        || value.isMissingNode()
        || value.isArray() && value.isEmpty()
        || value.isTextual() && value.textValue().isEmpty()
        || value.isObject() && value.isEmpty() && !key.mayBeEmpty()
        // What is not configured is shown so.
        || key.shape() instanceof Plain && value.isObject() && value.isEmpty();
  }
}
