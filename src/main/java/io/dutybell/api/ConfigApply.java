package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.api.ConfigRun.Done;
import io.dutybell.document.Document;
import io.dutybell.document.Spelling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Applies the sections of a document: what they list is made or changed, and, when it is asked for,
 * what a section that is there does not list is deleted.
 */
final class ConfigApply {

  private static final int MOST_ENTRIES = 10_000;
  private static final Duration OLD_KEYS_LAST = Duration.ofDays(1);

  private final ConfigRun run;
  private final ConfigBelow below;
  private final Map<ConfigSection, List<ConfigItem>> unlisted = new EnumMap<>(ConfigSection.class);

  ConfigApply(ConfigRun run) {
    this.run = run;
    this.below = new ConfigBelow(run);
  }

  /** An entry of a section. */
  private record Wish(String path, String name, ObjectNode entry) {}

  /** Applies everything; what is wrong is among the mistakes of the run. */
  void all() {
    JsonNode root = run.document.root();
    if (!root.isObject() && !root.isMissingNode()) {
      run.mistake("", "the document must be an object of sections, such as teams");
      return;
    }
    if (root.isMissingNode()) {
      return;
    }
    List<String> known = ConfigSection.names();
    for (var field : root.properties()) {
      if (!known.contains(field.getKey())) {
        run.mistake(
            field.getKey(),
            "there is no section " + field.getKey() + Spelling.question(field.getKey(), known));
      }
    }
    run.parts()
        .notifiers
        .connectorsById()
        .values()
        .forEach(c -> run.names.put(ConfigSection.CONNECTORS, c.name(), c.id()));
    for (ConfigSection section : ConfigSection.ORDER) {
      section(section);
      run.parts().notifiers.readOnce();
    }
    if (run.isPruning) {
      below.deleteContacts();
      for (int i = ConfigSection.ORDER.size() - 1; i >= 0; i--) {
        prune(ConfigSection.ORDER.get(i));
      }
    }
  }

  private void section(ConfigSection section) {
    List<ConfigItem> there = run.reader().all(section);
    there.forEach(item -> run.names.put(section, name(section, item), item.id()));
    JsonNode list = run.document.root().path(section.key());
    if (list.isMissingNode() || list.isNull()) {
      return;
    }
    List<Wish> wishes = wishes(section, list);
    // What is there exactly so is taken first: several windows may have the same name.
    List<Wish> open = new ArrayList<>();
    Map<String, ConfigItem> exact = new HashMap<>();
    Map<String, List<ConfigItem>> named = new HashMap<>();
    there.forEach(
        item -> named.computeIfAbsent(name(section, item), name -> new ArrayList<>()).add(item));
    for (Wish wish : wishes) {
      JsonNode entry = comparable(section, wish);
      List<ConfigItem> same = named.getOrDefault(wish.name(), List.of());
      same.stream()
          .filter(item -> item.isSaidBy(entry))
          .findFirst()
          .ifPresent(
              item -> {
                exact.put(wish.path(), item);
                same.remove(item);
              });
    }
    for (Wish wish : wishes) {
      ConfigItem item = exact.get(wish.path());
      if (item != null) {
        below.of(section, item.id(), wish.path(), wish.name(), wish.entry());
      } else {
        open.add(wish);
      }
    }
    for (Wish wish : open) {
      List<ConfigItem> same = named.getOrDefault(wish.name(), List.of());
      apply(section, wish, same.isEmpty() ? null : same.remove(0));
    }
    Set<ConfigItem> rest = Collections.newSetFromMap(new IdentityHashMap<>());
    named.values().forEach(rest::addAll);
    unlisted.put(section, there.stream().filter(rest::contains).toList());
  }

  private List<Wish> wishes(ConfigSection section, JsonNode list) {
    List<Wish> wishes = new ArrayList<>();
    if (!list.isArray() || list.size() > MOST_ENTRIES) {
      run.mistake(section.key(), "must be a list of at most " + MOST_ENTRIES + " entries");
      return wishes;
    }
    Set<String> named = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      String path = Document.at(section.key(), i);
      JsonNode name = list.get(i).path(section.nameKey());
      if (!(list.get(i) instanceof ObjectNode entry)) {
        run.mistake(path, "must be an object with the key " + section.nameKey());
      } else if (!name.isTextual() || name.textValue().isBlank()) {
        run.mistake(
            Document.at(path, section.nameKey()),
            name.isMissingNode() || name.isNull() ? "is required" : "must be a text, in quotes");
      } else if (!named.add(name.textValue().strip())
          && section != ConfigSection.MAINTENANCE_WINDOWS) {
        run.mistake(Document.at(path, section.nameKey()), "is there twice");
      } else {
        wishes.add(new Wish(path, name.textValue().strip(), entry));
      }
    }
    return wishes;
  }

  private static String name(ConfigSection section, ConfigItem item) {
    return item.entry().path(section.nameKey()).asText();
  }

  /** The entry in the form of what is there, with the secrets that can be read. */
  private JsonNode comparable(ConfigSection section, Wish wish) {
    ObjectNode entry = (ObjectNode) ConfigForm.ofDocument(wish.entry(), section.shape());
    entry.put(section.nameKey(), wish.name());
    return withSecrets(section, wish, entry, null, (path, why) -> {});
  }

  /** The entry with its secrets; an {@link ConfigShape.Apart} secret is among them. */
  private ObjectNode withSecrets(
      ConfigSection section,
      Wish wish,
      ObjectNode entry,
      ConfigItem old,
      BiConsumer<String, String> mistakes) {
    JsonNode params = wish.entry().path("params");
    String place = section.key() + "/" + wish.name();
    if (section == ConfigSection.CONNECTORS && params.isObject()) {
      String type =
          wish.entry().path("type").asText(old == null ? "" : old.entry().path("type").asText());
      entry.set(
          "params",
          run.secrets.opened(
              params,
              ConfigSecrets.ofConnector(run.parts().notifiers, type),
              ConfigSecrets.place(run.parts().notifiers, type, wish.name(), params) + "/params",
              Document.at(wish.path(), "params"),
              mistakes));
    }
    if (section == ConfigSection.ALERT_ACTIONS && params.isObject()) {
      entry.set(
          "params",
          run.secrets.opened(
              params,
              secretsOfAction(wish.entry()),
              place + "/params",
              Document.at(wish.path(), "params"),
              mistakes));
    }
    for (String key : new String[] {"password", "integrationKey"}) {
      JsonNode value = wish.entry().path(key);
      if (section.shape().key(key) != null && !value.isMissingNode() && !value.isNull()) {
        JsonNode secret =
            run.secrets.openedOnly(
                value, place + "/" + key, Document.at(wish.path(), key), mistakes);
        entry.set(key, secret == null ? value : secret);
      }
    }
    return entry;
  }

  /** What is called like a secret, and what the notifier says is one. */
  private Predicate<String> secretsOfAction(JsonNode entry) {
    String id = run.names.id(ConfigSection.CONNECTORS, entry.path("connector").asText("").strip());
    var connector = id == null ? null : run.parts().notifiers.connectorsById().get(id);
    Predicate<String> ofNotifier =
        connector == null
            ? name -> false
            : ConfigSecrets.ofConnector(run.parts().notifiers, connector.type());
    return ofNotifier.or(Secrets::isName);
  }

  private void apply(ConfigSection section, Wish wish, ConfigItem old) {
    ObjectNode json = run.json.of(wish.entry(), section.shape(), wish.path());
    ObjectNode secrets = withSecrets(section, wish, json.objectNode(), old, run::mistake);
    if (secrets.has("params")) {
      json.set("params", ConfigSecrets.clear(secrets.get("params")));
    }
    Done done = run.attempt(wish.path(), json, body -> perform(section, wish, old, body, secrets));
    String id = done != null ? done.item().id() : old != null ? old.id() : null;
    if (id == null) {
      id = run.names.anyOf(section);
    }
    if (id != null) {
      run.names.put(section, wish.name(), id);
      below.of(section, id, wish.path(), wish.name(), wish.entry());
    }
  }

  private Done perform(
      ConfigSection section, Wish wish, ConfigItem old, ObjectNode body, ObjectNode secrets) {
    ConfigParts.Operations can = run.parts().of(section);
    Answer answer =
        old == null
            ? can.add().apply(ConfigParts.call(Map.of(), body, run.caller))
            : can.replace().apply(ConfigParts.call(Map.of("id", old.id()), body, run.caller));
    String id = old == null ? Body.tree(answer.body()).path("id").asText() : old.id();
    setApart(section, id, secrets);
    ConfigItem now = run.reader().one(section, id);
    ConfigChange change =
        old == null
            ? new ConfigChange(
                ConfigChange.Action.CREATED, section.resource(), wish.name(), id, List.of())
            : updated(section.resource(), wish.name(), old, now);
    return new Done(answer, now, change);
  }

  /** Null when nothing differs. */
  static ConfigChange updated(String resource, String name, ConfigItem old, ConfigItem now) {
    Set<String> keys = new LinkedHashSet<>();
    for (ObjectNode entry : List.of(now.entry(), old.entry())) {
      entry.fieldNames().forEachRemaining(keys::add);
    }
    List<String> differ =
        keys.stream().filter(key -> isOther(old.entry().get(key), now.entry().get(key))).toList();
    return differ.isEmpty()
        ? null
        : new ConfigChange(ConfigChange.Action.UPDATED, resource, name, now.id(), differ);
  }

  private static boolean isOther(JsonNode one, JsonNode other) {
    // Two nodes of secrets are equal when the secrets are.
    return !Objects.equals(one, other);
  }

  private void setApart(ConfigSection section, String id, ObjectNode secrets) {
    String password = SecretText.of(secrets.get("password"));
    if (password != null) {
      run.parts().users.setPassword(Long.parseLong(id), password);
    }
    String key = SecretText.of(secrets.get("integrationKey"));
    ConfigItem now = key == null ? null : run.reader().one(section, id);
    if (key != null && !key.equals(SecretText.of(now.entry().get("integrationKey")))) {
      if (section == ConfigSection.ALERT_SOURCES) {
        run.parts().sources.adoptKey(Long.parseLong(id), key, OLD_KEYS_LAST);
      } else {
        run.parts().heartbeats.adoptKey(Long.parseLong(id), key);
      }
    }
  }

  private void prune(ConfigSection section) {
    for (ConfigItem item : unlisted.getOrDefault(section, List.of())) {
      String name = name(section, item);
      if (section == ConfigSection.MAINTENANCE_WINDOWS && hasEnded(item, run.tools.clock().now())) {
        continue;
      }
      if (section == ConfigSection.USERS && item.id().equals(String.valueOf(run.caller.userId()))) {
        run.mistake(
            section.key(), "\"" + name + "\", who calls, is not listed and would be deleted");
        continue;
      }
      run.delete(
          section.key(),
          section.resource(),
          name,
          item,
          parts ->
              parts
                  .of(section)
                  .delete()
                  .apply(ConfigParts.call(Map.of("id", item.id()), null, run.caller)));
    }
  }

  /** Whether a window or an override is over. */
  static boolean hasEnded(ConfigItem item, Instant now) {
    return !Instant.parse(item.entry().path("end").asText()).isAfter(now);
  }
}
