package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.api.ConfigShape.Keyed;
import io.dutybell.api.ConfigShape.Listed;
import io.dutybell.api.ConfigShape.Parts;
import io.dutybell.connector.Connector;
import io.dutybell.security.SecretAddress;
import io.dutybell.team.Contact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads what is configured, secrets included, as entries of a document. */
final class ConfigReader {

  private final ConfigParts parts;
  private final Caller caller;
  private final Map<String, Connector> connectors;

  /**
   * @param caller an administrator
   */
  ConfigReader(ConfigParts parts, Caller caller) {
    this.parts = parts;
    this.caller = caller;
    this.connectors = parts.notifiers.connectorsById();
  }

  /** Everything of a section, in the order of the API. */
  List<ConfigItem> all(ConfigSection section) {
    return ConfigParts.all(parts.of(section).list(), Map.of(), caller).stream()
        .filter(json -> section != ConfigSection.CONNECTORS || !json.path("readOnly").asBoolean())
        .map(json -> item(section, json))
        .toList();
  }

  /** One of a section. */
  ConfigItem one(ConfigSection section, String id) {
    Call call = ConfigParts.call(Map.of("id", id), null, caller);
    return item(section, Body.tree(parts.of(section).find().apply(call).body()));
  }

  /** The contacts of a user, of one kind. */
  List<ConfigItem> contacts(String userId, Keyed kind) {
    Map<String, Contact> stored = new HashMap<>();
    parts
        .users
        .contacts(Long.parseLong(userId))
        .forEach(c -> stored.put(String.valueOf(c.contact().id()), c.contact()));
    return all(parts.contacts.list(), userId, kind).stream()
        .map(json -> contact(json, kind, stored.get(id(json))))
        .toList();
  }

  /** The notification preferences of a user, of one kind. */
  List<ConfigItem> preferences(String userId, Keyed kind) {
    List<JsonNode> all = all(parts.preferences.list(), userId, kind);
    if (all.isEmpty()) {
      return List.of();
    }
    Map<String, JsonNode> contacts = references(userId);
    List<ConfigItem> items = new ArrayList<>();
    for (JsonNode json : all) {
      ObjectNode entry = entry(json, (Parts) kind.shape());
      if (!NotificationPreferences.isChosen(entry.path("method").asText())) {
        entry.remove("method");
      }
      entry.set("contact", contacts.get(json.path("contact").path("id").asText()));
      items.add(new ConfigItem(id(json), entry));
    }
    return items;
  }

  /** The overrides of a schedule. */
  List<ConfigItem> overrides(String scheduleId) {
    Parts shape = (Parts) ((Listed) apart(ConfigSection.SCHEDULES, "overrides")).item();
    return ConfigParts.all(parts.overrides.list(), Map.of("id", scheduleId), caller).stream()
        .map(json -> new ConfigItem(id(json), entry(json, shape)))
        .toList();
  }

  private static ConfigShape apart(ConfigSection section, String key) {
    return ((ConfigShape.Apart) section.shape().key(key).shape()).shape();
  }

  /**
   * How a notification preference names each contact of a user: by its target, or also by its
   * connector. Of an address with a secret only a part is written; of several that then look alike
   * the second has the number 2.
   */
  Map<String, JsonNode> references(String userId) {
    Map<String, JsonNode> references = new LinkedHashMap<>();
    Map<JsonNode, Integer> alike = new HashMap<>();
    for (Keyed kind : ConfigSection.CONTACTS) {
      for (ConfigItem contact : contacts(userId, kind)) {
        JsonNode reference = reference(contact.entry(), kind);
        int number = alike.merge(reference, 1, Integer::sum);
        if (number > 1 && reference instanceof ObjectNode object) {
          reference = object.deepCopy().put("number", number);
        }
        references.put(contact.id(), reference);
      }
    }
    return references;
  }

  private static JsonNode reference(ObjectNode contact, Keyed kind) {
    if (!kind.name().equals("channels")) {
      return contact.path("target");
    }
    ObjectNode reference = JsonNodeFactory.instance.objectNode();
    reference.set("connector", contact.path("connector"));
    String target = SecretAddress.shown(target(contact));
    return target.isEmpty() ? reference : reference.put("target", target);
  }

  /** The address of a contact's entry, secret or not. */
  static String target(JsonNode contact) {
    String secret = SecretText.of(contact.path("target"));
    return secret == null ? contact.path("target").asText("") : secret;
  }

  private List<JsonNode> all(Function<Call, Answer> list, String userId, Keyed kind) {
    return ConfigParts.all(list, Map.of("id", userId, "kind", kind.field()), caller);
  }

  private ConfigItem contact(JsonNode json, Keyed kind, Contact stored) {
    ObjectNode entry = entry(json, (Parts) kind.shape());
    if (stored != null) {
      if (SecretAddress.isSecret(stored.target())) {
        entry.set("target", SecretText.node(stored.target()));
      }
      fill(entry.get("params"), Body.tree(stored.params()));
    }
    return new ConfigItem(id(json), entry);
  }

  private ConfigItem item(ConfigSection section, JsonNode json) {
    ObjectNode entry = entry(json, section.shape());
    String id = id(json);
    switch (section) {
      case USERS ->
          parts
              .users
              .login(entry.path("username").asText())
              .filter(login -> login.passwordHash() != null)
              .ifPresent(login -> entry.set("password", SecretText.node(login.passwordHash())));
      case ALERT_SOURCES, HEARTBEAT_MONITORS -> {
        JsonNode key = json.path("integrationKey");
        if (key.isTextual()) {
          entry.set("integrationKey", SecretText.node(key.textValue()));
        }
      }
      case CONNECTORS ->
          parts
              .connectors
              .find(id)
              .ifPresent(c -> fill(entry.get("params"), Body.tree(c.params())));
      case ALERT_ACTIONS -> {
        if (entry.hasNonNull("connector")) {
          entry.remove("connectorType");
        }
        parts
            .actions
            .find(id)
            .ifPresent(action -> fill(entry.get("params"), Body.stored(action.params())));
      }
      default -> {}
    }
    return new ConfigItem(id, entry);
  }

  /** Puts the secrets in place of what is shown of them. */
  private static void fill(JsonNode shown, JsonNode stored) {
    if (shown instanceof ObjectNode object) {
      for (var field : object.properties()) {
        JsonNode value = stored.path(field.getKey());
        if (Secrets.isShownFor(field.getValue(), value)) {
          field.setValue(SecretText.node(value.isTextual() ? value.textValue() : value.toString()));
        } else {
          fill(field.getValue(), value);
        }
      }
    } else if (shown instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (Secrets.isShownFor(array.get(i), stored.path(i))) {
          array.set(i, SecretText.node(stored.path(i).asText()));
        } else {
          fill(array.get(i), stored.path(i));
        }
      }
    }
  }

  private ObjectNode entry(JsonNode json, Parts shape) {
    return ConfigForm.ofResource(
        json, shape, id -> connectors.containsKey(id) ? connectors.get(id).name() : id);
  }

  private static String id(JsonNode json) {
    return json.path("id").asText();
  }
}
