package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.api.ConfigRun.Done;
import io.dutybell.api.ConfigShape.Keyed;
import io.dutybell.api.ConfigShape.Parts;
import io.dutybell.document.Document;
import io.dutybell.security.SecretAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Applies what stands below an entry and is kept apart from it: the contacts and notification
 * preferences of a user, and the overrides of a schedule.
 */
final class ConfigBelow {

  private static final int MOST = 1_000;

  private final ConfigRun run;
  private final List<Runnable> contactsToDelete = new ArrayList<>();

  ConfigBelow(ConfigRun run) {
    this.run = run;
  }

  /** An entry of a list below an entry. */
  private record Wish(String path, ObjectNode entry) {}

  /**
   * Applies what stands below an entry.
   *
   * @param id the id of what the entry is about
   */
  void of(ConfigSection section, String id, String path, String name, ObjectNode entry) {
    if (section == ConfigSection.USERS) {
      contacts(id, Document.at(path, "contacts"), name, entry.path("contacts"));
      preferences(
          id,
          Document.at(path, "notificationPreferences"),
          name,
          entry.path("notificationPreferences"));
    }
    if (section == ConfigSection.SCHEDULES) {
      overrides(id, Document.at(path, "overrides"), name, entry.path("overrides"));
    }
  }

  /** Deletes the contacts that are not listed, after the preferences that named them. */
  void deleteContacts() {
    contactsToDelete.forEach(Runnable::run);
  }

  private void contacts(String userId, String path, String username, JsonNode contacts) {
    for (Kind kind : kinds(path, contacts, ConfigSection.CONTACTS)) {
      List<ConfigItem> there = new ArrayList<>(run.reader().contacts(userId, kind.key()));
      Map<String, String> at = Map.of("id", userId, "kind", kind.key().field());
      List<Wish> wishes = wishes(kind.path(), kind.list());
      match(
          wishes,
          there,
          wish -> opened(username, kind.key(), wish, there, false),
          (wish, item) -> contactKey(wish).equals(contactKey(item)),
          (wish, old) -> contact(username, kind.key(), at, wish, old));
      if (run.isPruning) {
        there.forEach(
            item ->
                contactsToDelete.add(
                    () ->
                        run.delete(
                            kind.path(),
                            "contact",
                            username + " " + shownTarget(item.entry()),
                            item,
                            parts ->
                                parts
                                    .contacts
                                    .delete()
                                    .apply(call(at, "contactId", item.id(), null)))));
      }
    }
  }

  private void contact(
      String username, Keyed kind, Map<String, String> at, Wish wish, ConfigItem old) {
    List<ConfigItem> meant = old == null ? List.of() : List.of(old);
    ObjectNode opened = opened(username, kind, wish, meant, true);
    ObjectNode json = run.json.of(wish.entry(), (Parts) kind.shape(), wish.path());
    if (opened.has("target")) {
      json.set("target", ConfigSecrets.clear(opened.get("target")));
    }
    if (opened.has("params")) {
      json.set("params", ConfigSecrets.clear(keptSecrets(opened.get("params"), old)));
    }
    String name = username + " " + shownTarget(opened);
    run.attempt(
        wish.path(),
        json,
        body -> {
          Answer answer =
              old == null
                  ? run.parts().contacts.add().apply(call(at, "kind", kind.field(), body))
                  : run.parts().contacts.replace().apply(call(at, "contactId", old.id(), body));
          String id = Body.tree(answer.body()).path("id").asText();
          ConfigItem now = find(run.reader().contacts(at.get("id"), kind), id);
          return new Done(answer, now, change("contact", name, old, now));
        });
  }

  /** A contact's params are replaced as a whole; a secret that is left out stays. */
  private static JsonNode keptSecrets(JsonNode params, ConfigItem old) {
    if (old != null && params instanceof ObjectNode object) {
      old.entry()
          .path("params")
          .properties()
          .forEach(
              param -> {
                boolean isLeftOut =
                    !object.has(param.getKey())
                        || object.get(param.getKey()).asText().equals(Secrets.MASK);
                if (SecretText.of(param.getValue()) != null
                    && SecretText.of(object.get(param.getKey())) == null
                    && isLeftOut) {
                  object.set(param.getKey(), param.getValue());
                }
              });
    }
    return params;
  }

  /**
   * The entry with its secrets.
   *
   * @param meant the contacts of which one may be meant by what is shown of its address
   */
  private ObjectNode opened(
      String username, Keyed kind, Wish wish, List<ConfigItem> meant, boolean isSaid) {
    ObjectNode entry = (ObjectNode) ConfigForm.ofDocument(wish.entry(), kind.shape());
    if (entry.has("target")) {
      JsonNode target =
          run.secrets.openedAddress(
              entry.get("target"),
              placeOfTarget(username, kind, entry) + "/target",
              Document.at(wish.path(), "target"),
              isSaid ? run::mistake : (path, why) -> {});
      entry.set("target", target == null ? entry.get("target") : ofShown(target, entry, meant));
    }
    if (wish.entry().get("params") instanceof ObjectNode params) {
      entry.set(
          "params",
          run.secrets.opened(
              params,
              Secrets::isName,
              place(username, kind, entry) + "/params",
              Document.at(wish.path(), "params"),
              isSaid ? run::mistake : (path, why) -> {}));
    }
    return entry;
  }

  /** The address of the contact of which this is shown; otherwise the same. */
  private static JsonNode ofShown(JsonNode target, ObjectNode entry, List<ConfigItem> meant) {
    if (!target.isTextual() || !SecretAddress.isShown(target.textValue())) {
      return target;
    }
    return meant.stream()
        .map(ConfigItem::entry)
        .filter(item -> item.path("connector").equals(entry.path("connector")))
        .filter(item -> shownTarget(item).equals(target.textValue()))
        .map(item -> item.get("target"))
        .findFirst()
        .orElse(target);
  }

  private static String shownTarget(JsonNode contact) {
    return SecretAddress.shown(ConfigReader.target(contact));
  }

  /** What the secrets of a contact are encrypted for: also for where they are sent. */
  static String place(String username, Keyed kind, JsonNode contact) {
    return placeOfTarget(username, kind, contact) + "/" + ConfigReader.target(contact);
  }

  /** What the address of a contact is encrypted for. */
  static String placeOfTarget(String username, Keyed kind, JsonNode contact) {
    return "users/" + username + "/" + kind.name() + "/" + contact.path("connector").asText();
  }

  private static String contactKey(JsonNode contact) {
    String target = ConfigReader.target(contact);
    String address = target.isBlank() ? urlParam(contact) : target;
    return contact.path("connector").asText("").strip() + "/" + address.strip();
  }

  private static String urlParam(JsonNode contact) {
    JsonNode url = contact.path("params").path("url");
    String secret = SecretText.of(url);
    return secret == null ? url.asText("") : secret;
  }

  private void preferences(String userId, String path, String username, JsonNode preferences) {
    for (Kind kind : kinds(path, preferences, ConfigSection.PREFERENCES)) {
      List<ConfigItem> there = new ArrayList<>(run.reader().preferences(userId, kind.key()));
      Map<String, String> at = Map.of("id", userId, "kind", kind.key().field());
      match(
          wishes(kind.path(), kind.list()),
          there,
          wish -> preferenceForm(userId, wish, kind.key()),
          (wish, item) ->
              Objects.equals(wish.get("contact"), item.get("contact"))
                  && wish.path("type").asText("ON_CALL").equals(item.path("type").asText()),
          (wish, old) -> preference(username, kind.key(), at, wish, old));
      if (run.isPruning) {
        there.forEach(
            item ->
                run.delete(
                    kind.path(),
                    "notification-preference",
                    username + " " + item.entry().path("type").asText(),
                    item,
                    parts ->
                        parts
                            .preferences
                            .delete()
                            .apply(call(at, "preferenceId", item.id(), null))));
      }
    }
  }

  private void preference(
      String username, Keyed kind, Map<String, String> at, Wish wish, ConfigItem old) {
    ObjectNode json = run.json.of(wish.entry(), (Parts) kind.shape(), wish.path());
    String contactId = contactId(at.get("id"), wish);
    json.remove("contact");
    if (contactId != null) {
      json.putObject("contact").put("id", Long.parseLong(contactId));
    }
    String name = username + " " + wish.entry().path("type").asText();
    run.attempt(
        wish.path(),
        json,
        body -> {
          Answer answer =
              old == null
                  ? run.parts().preferences.add().apply(call(at, "kind", kind.field(), body))
                  : run.parts()
                      .preferences
                      .replace()
                      .apply(call(at, "preferenceId", old.id(), body));
          String id = Body.tree(answer.body()).path("id").asText();
          ConfigItem now = find(run.reader().preferences(at.get("id"), kind), id);
          return new Done(answer, now, change("notification-preference", name, old, now));
        });
  }

  /** The entry as it is shown: without the address of a contact that is a secret. */
  private ObjectNode preferenceForm(String userId, Wish wish, Keyed kind) {
    ObjectNode entry = (ObjectNode) ConfigForm.ofDocument(wish.entry(), kind.shape());
    if (entry.has("contact")) {
      entry.set("contact", reference(userId, entry.get("contact")));
    }
    return entry;
  }

  /** A reference to a contact, with a part of the address when it was written as a whole. */
  private JsonNode reference(String userId, JsonNode contact) {
    if (!(contact instanceof ObjectNode object) || !object.has("target")) {
      return contact;
    }
    String address =
        SecretText.of(run.secrets.openedAddress(object.get("target"), "", "", (path, why) -> {}));
    if (address == null) {
      return contact;
    }
    Map<String, JsonNode> references = run.reader().references(userId);
    for (Keyed kind : ConfigSection.CONTACTS) {
      for (ConfigItem item : run.reader().contacts(userId, kind)) {
        if (item.entry().path("connector").equals(object.path("connector"))
            && ConfigReader.target(item.entry()).equals(address)) {
          return references.get(item.id());
        }
      }
    }
    return contact;
  }

  /** Null, and a mistake, when the user has no such contact. */
  private String contactId(String userId, Wish wish) {
    JsonNode wanted = reference(userId, wish.entry().path("contact"));
    for (Map.Entry<String, JsonNode> known : run.reader().references(userId).entrySet()) {
      if (known.getValue().equals(wanted)) {
        return known.getKey();
      }
    }
    run.mistake(
        Document.at(wish.path(), "contact"),
        "must be the target of an email or phone number of this user, or the connector and target"
            + " of a channel, such as {connector: webhook, target: \"https://example.com/\"}");
    return null;
  }

  private void overrides(String scheduleId, String path, String name, JsonNode list) {
    if (list.isMissingNode() || list.isNull()) {
      return;
    }
    Map<String, String> at = Map.of("id", scheduleId);
    List<ConfigItem> there = new ArrayList<>(run.reader().overrides(scheduleId));
    Parts shape =
        (Parts)
            ((ConfigShape.Listed)
                    ((ConfigShape.Apart) ConfigSection.SCHEDULES.shape().key("overrides").shape())
                        .shape())
                .item();
    match(
        wishes(path, list),
        there,
        wish -> (ObjectNode) ConfigForm.ofDocument(wish.entry(), shape),
        (wish, item) -> false,
        (wish, none) -> override(name, at, shape, wish, there));
    if (run.isPruning) {
      there.stream()
          .filter(item -> !ConfigApply.hasEnded(item, run.tools.clock().now()))
          .forEach(
              item ->
                  run.delete(
                      path,
                      "schedule-override",
                      name + " " + item.entry().path("start").asText(),
                      item,
                      parts ->
                          parts.overrides.delete().apply(call(at, "overrideId", item.id(), null))));
    }
  }

  /** A time may be written otherwise than it is shown: then the same override is there already. */
  private void override(
      String name, Map<String, String> at, Parts shape, Wish wish, List<ConfigItem> there) {
    ObjectNode json = run.json.of(wish.entry(), shape, wish.path());
    String label = name + " " + wish.entry().path("start").asText();
    Done done =
        run.attempt(
            wish.path(),
            json,
            body -> {
              Answer answer = run.parts().overrides.add().apply(call(at, "id", at.get("id"), body));
              String id = answer.change().id();
              ConfigItem now = find(run.reader().overrides(at.get("id")), id);
              ConfigItem same =
                  there.stream()
                      .filter(item -> item.entry().equals(now.entry()))
                      .findFirst()
                      .orElse(null);
              return same == null
                  ? new Done(answer, now, change("schedule-override", label, null, now))
                  : new Done(answer, same, null);
            });
    if (done != null) {
      there.remove(done.item());
    }
  }

  private static ConfigChange change(String resource, String name, ConfigItem old, ConfigItem now) {
    return old == null
        ? new ConfigChange(ConfigChange.Action.CREATED, resource, name, now.id(), List.of())
        : ConfigApply.updated(resource, name, old, now);
  }

  private Call call(Map<String, String> at, String param, String value, JsonNode json) {
    Map<String, String> path = new HashMap<>(at);
    path.put(param, value);
    return ConfigParts.call(path, json, run.caller);
  }

  private static ConfigItem find(List<ConfigItem> items, String id) {
    return items.stream().filter(item -> item.id().equals(id)).findFirst().orElseThrow();
  }

  /** One kind of what stands below a user. */
  private record Kind(Keyed key, String path, JsonNode list) {}

  private List<Kind> kinds(String path, JsonNode object, List<Keyed> known) {
    List<Kind> kinds = new ArrayList<>();
    if (object.isMissingNode() || object.isNull()) {
      return kinds;
    }
    if (!object.isObject()) {
      run.mistake(path, "must be an object of " + known.stream().map(Keyed::name).toList());
      return kinds;
    }
    Parts shape = new Parts(known.stream().map(ConfigBelow::only).toList());
    run.json.of(object, shape, path);
    for (Keyed key : known) {
      JsonNode list = object.path(key.name());
      if (!list.isMissingNode() && !list.isNull()) {
        kinds.add(new Kind(key, Document.at(path, key.name()), list));
      }
    }
    return kinds;
  }

  /** A key that is looked at elsewhere. */
  private static Keyed only(Keyed key) {
    return ConfigShape.keyed(key.name(), new ConfigShape.Apart(key.shape()));
  }

  private List<Wish> wishes(String path, JsonNode list) {
    List<Wish> wishes = new ArrayList<>();
    if (!list.isArray() || list.size() > MOST) {
      run.mistake(path, "must be a list of at most " + MOST + " entries");
      return wishes;
    }
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof ObjectNode entry) {
        wishes.add(new Wish(Document.at(path, i), entry));
      } else {
        run.mistake(Document.at(path, i), "must be an object");
      }
    }
    return wishes;
  }

  /**
   * Finds for each wish what is there for it: first what is exactly so, then what is the same thing
   * with other settings. What is found is taken out of what is there.
   */
  private static void match(
      List<Wish> wishes,
      List<ConfigItem> there,
      Function<Wish, ObjectNode> form,
      BiPredicate<ObjectNode, ObjectNode> isSame,
      BiConsumer<Wish, ConfigItem> apply) {
    Set<String> exact = new HashSet<>();
    for (Wish wish : wishes) {
      ObjectNode entry = form.apply(wish);
      there.stream()
          .filter(item -> item.isSaidBy(entry))
          .findFirst()
          .ifPresent(
              item -> {
                exact.add(wish.path());
                there.remove(item);
              });
    }
    for (Wish wish : wishes) {
      if (!exact.contains(wish.path())) {
        ObjectNode entry = form.apply(wish);
        ConfigItem old =
            there.stream()
                .filter(item -> isSame.test(entry, item.entry()))
                .findFirst()
                .orElse(null);
        there.remove(old);
        apply.accept(wish, old);
      }
    }
  }
}
