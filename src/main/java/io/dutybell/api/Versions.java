package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.security.SecretBox;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Versions of entities: an entity has another one whenever it is configured differently, and the
 * same one again when it is configured as before. What is computed does not matter, nor how the
 * things are called that it names. A version is a signature, because it must not help to guess the
 * secrets in it.
 */
public final class Versions {

  /** Keeps these signatures apart from others with the same key. */
  private static final String PREFIX = "entity version\n";

  private static final int BYTES = 16;

  /** What an entity shows and nobody configures. */
  private static final Set<String> COMPUTED =
      Set.of(
          "integrationKey",
          "integrationUrl",
          "status",
          "state",
          "verified",
          "currentShift",
          "nextShift",
          "lastPingAt",
          "lastUsedAt",
          "readOnly",
          "createdBy",
          "createdAt",
          "updatedAt");

  /** What a reference tells of another entity besides its id. */
  private static final Set<String> TOLD =
      Set.of("name", "username", "firstName", "lastName", "email", "target", "type");

  /** In it callers choose the names of the fields, so that none of them is computed or told. */
  private static final String FREE = "params";

  private final SecretBox box;

  /**
   * @param box signs; a new secret key makes new versions of everything
   */
  public Versions(SecretBox box) {
    this.box = box;
  }

  /** The version, in characters that may stand in an entity tag. */
  String of(Configured entity) {
    List<Object> parts = new ArrayList<>();
    JsonNode json = Body.tree(entity.json());
    parts.add(json.isObject() ? fields(json, COMPUTED) : named(json));
    parts.add(sorted(Body.tree(entity.secrets())));
    byte[] text = (PREFIX + Body.tree(parts)).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(box.sign(text), BYTES));
  }

  /** What stands in an entity: objects with an id name others. */
  private static Object named(JsonNode node) {
    if (node.isArray()) {
      List<Object> items = new ArrayList<>();
      node.forEach(item -> items.add(named(item)));
      return items;
    }
    return node.isObject() ? fields(node, node.has("id") ? TOLD : Set.of()) : node;
  }

  /** A field without a value is as good as none. */
  private static Map<String, Object> fields(JsonNode object, Set<String> without) {
    Map<String, Object> fields = new TreeMap<>();
    object
        .properties()
        .forEach(
            field -> {
              String name = field.getKey();
              JsonNode value = field.getValue();
              if (!without.contains(name) && !value.isNull()) {
                fields.put(name, name.equals(FREE) ? sorted(value) : named(value));
              }
            });
    return fields;
  }

  /** All of it, in an order that does not depend on how it was made. */
  private static Object sorted(JsonNode node) {
    if (node.isArray()) {
      List<Object> items = new ArrayList<>();
      node.forEach(item -> items.add(sorted(item)));
      return items;
    }
    if (!node.isObject()) {
      return node;
    }
    Map<String, Object> fields = new TreeMap<>();
    node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
    return fields;
  }
}
