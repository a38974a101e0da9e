package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Secrets inside params: they can be written and not read. An answer shows the mask in their place;
 * whoever sends the mask back, or leaves the secret out, keeps it, and an empty text removes it.
 */
final class Secrets {

  /** What is shown in place of a secret. */
  static final String MASK = "***";

  private static final Pattern NAME =
      Pattern.compile(
          "(?i).*(password|secret|token|api-?key|signing-?key|private-?key|credential|authorization).*");

  private Secrets() {}

  /** Whether a param of this name is a secret, wherever nothing better is known about it. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** A copy with the mask in place of every secret that has a value. */
  static ObjectNode masked(ObjectNode params, Predicate<String> secret) {
    ObjectNode copy = params.deepCopy();
    mask(copy, secret);
    return copy;
  }

  private static void mask(JsonNode node, Predicate<String> secret) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (secret.test(field.getKey()) && !field.getValue().isNull()) {
          field.setValue(object.textNode(MASK));
        } else {
          mask(field.getValue(), secret);
        }
      }
    } else {
      node.forEach(item -> mask(item, secret));
    }
  }

  /**
   * A copy with the old secrets in place of those that were left out or sent as the mask.
   *
   * @param sent the new params
   * @param old the stored params
   * @param where the name of the new params in the body
   */
  static ObjectNode kept(ObjectNode sent, ObjectNode old, Predicate<String> secret, String where) {
    ObjectNode copy = sent.deepCopy();
    keep(copy, old, secret, where);
    return copy;
  }

  private static void keep(JsonNode node, JsonNode old, Predicate<String> secret, String where) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : old.properties()) {
        if (secret.test(field.getKey()) && isLeftOut(object.get(field.getKey()))) {
          object.set(field.getKey(), field.getValue());
        }
      }
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        String name = where + "." + field.getKey();
        if (secret.test(field.getKey()) && field.getValue().asText().equals(MASK)) {
          throw Problem.invalid(name, "is the mask of a secret, and there is no secret to keep");
        }
        keep(field.getValue(), old.path(field.getKey()), secret, name);
      }
      object.properties().removeIf(f -> secret.test(f.getKey()) && isEmpty(f.getValue()));
    } else {
      for (int i = 0; i < node.size(); i++) {
        keep(node.get(i), old.path(i), secret, where + "[" + i + "]");
      }
    }
  }

  private static boolean isLeftOut(JsonNode value) {
    return value == null || value.isNull() || value.asText().equals(MASK);
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull() || value.isTextual() && value.textValue().isEmpty();
  }
}
