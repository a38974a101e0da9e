package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.api.ConfigShape.Keyed;
import io.dutybell.security.SecretAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Makes a document of everything that is configured. */
final class ConfigExport {

  private final ConfigReader reader;
  private final ConfigParts parts;
  private final ConfigSecrets secrets;
  private final boolean withSecrets;
  private final Instant now;

  /**
   * @param withSecrets whether secrets are written, encrypted
   * @param now what has ended by then is left out
   */
  ConfigExport(
      ConfigReader reader,
      ConfigParts parts,
      ConfigSecrets secrets,
      boolean withSecrets,
      Instant now) {
    this.reader = reader;
    this.parts = parts;
    this.secrets = secrets;
    this.withSecrets = withSecrets;
    this.now = now;
  }

  /** The text of the document. */
  String text() {
    Map<ConfigSection, List<JsonNode>> sections = new EnumMap<>(ConfigSection.class);
    for (ConfigSection section : ConfigSection.values()) {
      List<JsonNode> entries = new ArrayList<>();
      reader.all(section).stream()
          .filter(
              item ->
                  section != ConfigSection.MAINTENANCE_WINDOWS || !ConfigApply.hasEnded(item, now))
          .sorted(
              Comparator.<ConfigItem, String>comparing(i -> text(i, section.nameKey()))
                  .thenComparing(i -> text(i, "start")))
          .forEach(item -> entries.add(entry(section, item)));
      sections.put(section, entries);
    }
    return ConfigText.of(sections);
  }

  private static String text(ConfigItem item, String key) {
    return item.entry().path(key).asText();
  }

  private ObjectNode entry(ConfigSection section, ConfigItem item) {
    String name = text(item, section.nameKey());
    String place = section.key() + "/" + name;
    if (section == ConfigSection.CONNECTORS) {
      place =
          ConfigSecrets.place(
              parts.notifiers, text(item, "type"), name, item.entry().path("params"));
    }
    ObjectNode shown = secrets.shown(item.entry(), withSecrets ? place : null);
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    for (Keyed key : section.shape().keys()) {
      JsonNode value = shown.get(key.name());
      if (value != null) {
        entry.set(key.name(), value);
      }
    }
    if (section == ConfigSection.USERS) {
      below(entry, "contacts", ConfigSection.CONTACTS, kind -> contacts(item.id(), name, kind));
      below(
          entry,
          "notificationPreferences",
          ConfigSection.PREFERENCES,
          kind -> reader.preferences(item.id(), kind).stream().map(ConfigItem::entry).toList());
    }
    if (section == ConfigSection.SCHEDULES) {
      List<ObjectNode> overrides =
          reader.overrides(item.id()).stream()
              .filter(override -> !ConfigApply.hasEnded(override, now))
              .map(ConfigItem::entry)
              .toList();
      if (!overrides.isEmpty()) {
        entry.putArray("overrides").addAll(overrides);
      }
    }
    return entry;
  }

  private interface OfKind {
    List<ObjectNode> of(Keyed kind);
  }

  private static void below(ObjectNode entry, String name, List<Keyed> kinds, OfKind entries) {
    ObjectNode below = JsonNodeFactory.instance.objectNode();
    for (Keyed kind : kinds) {
      List<ObjectNode> list = entries.of(kind);
      if (!list.isEmpty()) {
        below.putArray(kind.name()).addAll(list);
      }
    }
    if (!below.isEmpty()) {
      entry.set(name, below);
    }
  }

  private List<ObjectNode> contacts(String userId, String username, Keyed kind) {
    return reader.contacts(userId, kind).stream()
        .map(contact -> contact(username, kind, contact.entry()))
        .toList();
  }

  private ObjectNode contact(String username, Keyed kind, ObjectNode entry) {
    String target = SecretText.of(entry.get("target"));
    ObjectNode recognisable = entry.deepCopy();
    if (target != null) {
      recognisable.put("target", SecretAddress.shown(target));
    }
    if (!withSecrets) {
      return secrets.shown(recognisable, null);
    }
    ObjectNode shown = secrets.shown(recognisable, ConfigBelow.place(username, kind, entry));
    if (target != null) {
      String place = ConfigBelow.placeOfTarget(username, kind, entry);
      shown.set("target", secrets.shown(entry, place).get("target"));
    }
    return shown;
  }
}
