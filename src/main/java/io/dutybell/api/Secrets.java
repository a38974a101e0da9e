package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.security.SecretAddress;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Secrets inside params: they can be written and not read. An answer shows the mask in their place,
 * and of an address with a secret its host and end, see {@link SecretAddress}. Whoever sends that
 * back, or leaves the secret out, keeps it, and an empty text removes it.
 */
final class Secrets {

  /** What is shown in place of a secret. */
  static final String MASK = "***";

  private static final Pattern NAME =
      Pattern.compile(
          "(?i).*(passw(or)?d|passphrase|secret|token|(api|access|signing|private)[-_]?key|credential"
              + "|authorization|cookie).*");

  private Secrets() {}

  /** Whether a param of this name is a secret, wherever nothing better is known about it. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** A copy with the mask in place of every secret that has a value. */
  static ObjectNode masked(ObjectNode params, Predicate<String> secret) {
    ObjectNode copy = params.deepCopy();
    mask(copy, secret, false);
    return copy;
  }

  /** The same for somebody who may write the params: whole addresses, as clients compare them. */
  static ObjectNode maskedForWriters(ObjectNode params, Predicate<String> secret) {
    ObjectNode copy = params.deepCopy();
    mask(copy, secret, true);
    return copy;
  }

  private static void mask(JsonNode node, Predicate<String> secret, boolean withAddresses) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (secret.test(field.getKey()) && !field.getValue().isNull()) {
          field.setValue(object.textNode(MASK));
        } else if (isAddress(field.getValue()) && !withAddresses) {
          field.setValue(object.textNode(SecretAddress.shown(field.getValue().textValue())));
        } else {
          mask(field.getValue(), secret, withAddresses);
        }
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (isAddress(array.get(i)) && !withAddresses) {
          array.set(i, array.textNode(SecretAddress.shown(array.get(i).textValue())));
        } else {
          mask(array.get(i), secret, withAddresses);
        }
      }
    }
  }

  /** Whether this is what is shown of a secret: of an address to some a part, to others all. */
  static boolean isShownFor(JsonNode shown, JsonNode stored) {
    return shown.isTextual()
        && (shown.textValue().equals(MASK)
            || isAddress(stored)
                && (shown.equals(stored)
                    || shown.textValue().equals(SecretAddress.shown(stored.textValue()))));
  }

  private static boolean isAddress(JsonNode value) {
    return value.isTextual() && SecretAddress.isSecret(value.textValue());
  }

  /**
   * A copy with the old secrets in place of those that were left out or sent as they are shown.
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
        JsonNode sent = object.get(field.getKey());
        boolean isSecret = secret.test(field.getKey());
        if (isSecret && isLeftOut(sent)
            || isAddress(field.getValue())
                && (sent == null || sent.isNull() || isShownFor(sent, field.getValue()))) {
          object.set(field.getKey(), field.getValue());
        }
      }
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        String name = where + "." + field.getKey();
        if (secret.test(field.getKey()) && field.getValue().asText().equals(MASK)) {
          throw Problem.invalid(name, "is the mask of a secret, and there is no secret to keep");
        }
        refuseShown(field.getValue(), name);
        keep(field.getValue(), old.path(field.getKey()), secret, name);
      }
      object.properties().removeIf(f -> secret.test(f.getKey()) && isEmpty(f.getValue()));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        String name = where + "[" + i + "]";
        for (JsonNode before : old) {
          if (isAddress(before) && isShownFor(array.get(i), before)) {
            array.set(i, before);
            break;
          }
        }
        refuseShown(array.get(i), name);
        keep(array.get(i), old.path(i), secret, name);
      }
    }
  }

  private static void refuseShown(JsonNode value, String name) {
    if (value.isTextual()) {
      refuseShown(value.textValue(), name);
    }
  }

  /** Refuses what is shown of an address in place of one. */
  static void refuseShown(String value, String name) {
    if (SecretAddress.isShown(value)) {
      throw Problem.invalid(
          name, "is what is shown of an address, and there is none to keep; write all of it");
    }
  }

  private static boolean isLeftOut(JsonNode value) {
    return value == null || value.isNull() || value.asText().equals(MASK);
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull() || value.isTextual() && value.textValue().isEmpty();
  }
}
