package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.document.Document;
import io.dutybell.notification.NotifierDescription;
import io.dutybell.notification.NotifierDescription.Use;
import io.dutybell.notification.Notifiers;
import io.dutybell.security.SecretAddress;
import io.dutybell.security.SecretBox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Secrets of a configuration document. They are left out or written encrypted for the place in
 * which they stand, so that they can be moved neither to another installation nor to where they
 * could be read; and a person may name an environment variable instead of writing one.
 */
final class ConfigSecrets {

  /** How the environment variables begin whose values a document may use. */
  static final String VARIABLES = "DUTYBELL_VALUE_";

  private static final String ENCRYPTED = "encrypted";
  private static final String VARIABLE = "env";

  private final SecretBox box;
  private final UnaryOperator<String> environment;

  ConfigSecrets(SecretBox box, UnaryOperator<String> environment) {
    this.box = box;
    this.environment = environment;
  }

  /**
   * Which params of a notifier's connectors are secrets. Of a notifier that is gone nothing is
   * known to be none.
   */
  static Predicate<String> ofConnector(Notifiers notifiers, String type) {
    NotifierDescription description = notifiers.notifiers().get(type);
    return name ->
        description == null
            || description.properties().containsKey(name)
                && description.properties().get(name).secret();
  }

  /**
   * What a connector's secrets are encrypted for: also for where they are sent, because who changes
   * that has to know them.
   */
  static String place(Notifiers notifiers, String type, String name, JsonNode params) {
    StringBuilder place = new StringBuilder("connectors/").append(name).append('/').append(type);
    NotifierDescription description = notifiers.notifiers().get(type);
    if (description != null) {
      description
          .properties()
          .forEach(
              (param, property) -> {
                if (property.use() == Use.ADDRESS && !property.secret()) {
                  String value = params.path(param).asText(property.defaultValue());
                  place.append('/').append(value);
                }
              });
    }
    return place.toString();
  }

  /**
   * An entry that can be shown: its secrets are encrypted or left out.
   *
   * @param place what they belong to; null to leave them out
   */
  ObjectNode shown(ObjectNode entry, String place) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : entry.properties()) {
      JsonNode value = field.getValue();
      String secret = SecretText.of(value);
      String inside = place == null ? null : place + "/" + field.getKey();
      if (secret == null) {
        JsonNode shown = shownValue(value, inside);
        if (!shown.isEmpty() || value.isEmpty()) {
          copy.set(field.getKey(), shown);
        }
      } else if (place != null) {
        copy.putObject(field.getKey()).put(ENCRYPTED, box.seal(secret, inside));
      }
    }
    return copy;
  }

  private JsonNode shownValue(JsonNode value, String place) {
    if (value instanceof ObjectNode object) {
      return shown(object, place);
    }
    if (value.isArray()) {
      List<JsonNode> items = new ArrayList<>();
      value.forEach(item -> items.add(shownItem(item, place)));
      return JsonNodeFactory.instance.arrayNode().addAll(items);
    }
    return value;
  }

  /** In a list nothing can be left out: the others would move. */
  private JsonNode shownItem(JsonNode item, String place) {
    String secret = SecretText.of(item);
    if (secret == null) {
      return shownValue(item, place);
    }
    return place == null
        ? JsonNodeFactory.instance.textNode(SecretAddress.shown(secret))
        : JsonNodeFactory.instance.objectNode().put(ENCRYPTED, box.seal(secret, place));
  }

  /**
   * The params of an entry with the secrets in it that were written encrypted or as the name of a
   * variable.
   *
   * @param params as written
   * @param isSecret which of them are secrets, by name
   * @param place see {@link #shown}
   * @param path where they stand in the document
   * @param mistakes is told the path of what cannot be read, and why
   */
  JsonNode opened(
      JsonNode params,
      Predicate<String> isSecret,
      String place,
      String path,
      BiConsumer<String, String> mistakes) {
    if (params instanceof ObjectNode object) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        String at = Document.at(path, field.getKey());
        String inside = place + "/" + field.getKey();
        copy.set(
            field.getKey(),
            isSecret.test(field.getKey()) && isWrittenOtherwise(field.getValue())
                    || isAddressWrittenOtherwise(field.getValue())
                ? secret(field.getValue(), inside, at, mistakes)
                : opened(field.getValue(), isSecret, inside, at, mistakes));
      }
      return copy;
    }
    if (params.isArray()) {
      List<JsonNode> items = new ArrayList<>();
      params.forEach(
          item -> {
            String at = Document.at(path, items.size());
            items.add(
                isAddressWrittenOtherwise(item)
                    ? secret(item, place, at, mistakes)
                    : opened(item, isSecret, place, at, mistakes));
          });
      return JsonNodeFactory.instance.arrayNode().addAll(items);
    }
    return params;
  }

  /**
   * A secret that can only be written encrypted.
   *
   * @return null when it cannot be read
   */
  JsonNode openedOnly(
      JsonNode value, String place, String path, BiConsumer<String, String> mistakes) {
    if (!isWrittenOtherwise(value) || !value.has(ENCRYPTED)) {
      mistakes.accept(
          path, "can only stand here encrypted, as an export with secrets=encrypted writes it");
      return null;
    }
    return secret(value, place, path, mistakes);
  }

  /**
   * An address that is written encrypted or as the name of a variable, or is a secret.
   *
   * @return null when it cannot be read
   */
  JsonNode openedAddress(
      JsonNode value, String place, String path, BiConsumer<String, String> mistakes) {
    if (isWrittenOtherwise(value)) {
      return secret(value, place, path, mistakes);
    }
    return SecretAddress.isSecret(value.textValue()) ? SecretText.node(value.textValue()) : value;
  }

  /** Whether it cannot be meant otherwise: addresses have many names. */
  private static boolean isAddressWrittenOtherwise(JsonNode value) {
    return isWrittenOtherwise(value)
        && (SecretBox.isSealed(value.path(ENCRYPTED).asText())
            || value.path(VARIABLE).asText().startsWith(VARIABLES));
  }

  private static boolean isWrittenOtherwise(JsonNode value) {
    return value.isObject()
        && value.size() == 1
        && (value.path(ENCRYPTED).isTextual() || value.path(VARIABLE).isTextual());
  }

  private JsonNode secret(
      JsonNode value, String place, String path, BiConsumer<String, String> mistakes) {
    if (value.has(ENCRYPTED)) {
      try {
        return SecretText.node(box.open(value.get(ENCRYPTED).textValue(), place));
      } catch (IllegalArgumentException e) {
        mistakes.accept(
            path,
            "cannot be decrypted: it was encrypted by an installation with another secret key, for"
                + " another place or address, or was changed");
        return null;
      }
    }
    String name = value.get(VARIABLE).textValue();
    if (!name.startsWith(VARIABLES) || !name.matches("[A-Z0-9_]+")) {
      mistakes.accept(path, "must name an environment variable that begins with " + VARIABLES);
      return null;
    }
    String text = environment.apply(name);
    if (text == null) {
      mistakes.accept(path, "names the environment variable " + name + ", which is not set");
      return null;
    }
    return SecretText.node(text);
  }

  /** A copy with the secrets in clear as plain texts, as a resource takes them. */
  static JsonNode clear(JsonNode value) {
    String secret = SecretText.of(value);
    if (secret != null) {
      return JsonNodeFactory.instance.textNode(secret);
    }
    if (value instanceof ObjectNode object) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      object.properties().forEach(field -> copy.set(field.getKey(), clear(field.getValue())));
      return copy;
    }
    if (value.isArray()) {
      List<JsonNode> items = new ArrayList<>();
      value.forEach(item -> items.add(clear(item)));
      return JsonNodeFactory.instance.arrayNode().addAll(items);
    }
    return value;
  }
}
