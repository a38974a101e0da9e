package io.dutybell.stories;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A user who can be told. */
final class Person {

  final String name;
  final long id;
  private final Story story;
  private final Map<String, Long> contacts = new LinkedHashMap<>();

  Person(Story story, String name, Object... further) {
    this.story = story;
    this.name = name;
    String username = name.toLowerCase(Locale.ROOT).replace(' ', '-');
    Map<String, Object> user = Api.object(further);
    user.putIfAbsent("username", username);
    user.putIfAbsent("firstName", name);
    user.putIfAbsent("email", username + "@example.org");
    this.id = story.api().post("/api/users", user).path("id").asLong();
  }

  /** With a webhook as contact; the user's name is also the contact's. */
  Person withWebhook() {
    return withWebhook(name);
  }

  /** With a webhook, which stories name so. */
  Person withWebhook(String contact) {
    String url = story.receiver().url(contact);
    JsonNode made =
        story
            .api()
            .post(
                "/api/users/" + id + "/contacts/channels",
                Api.object("connector", Api.object("id", "webhook"), "target", url));
    contacts.put(contact, made.path("id").asLong());
    return this;
  }

  /** With a rule: HIGH (or LOW) priority alerts go to this contact after some minutes. */
  Person withRule(String priority, String contact, int delayMin) {
    story
        .api()
        .post(
            "/api/users/" + id + "/notification-preferences/alerts",
            Api.object(
                "contact",
                Api.object("id", contacts.get(contact)),
                "delayMin",
                delayMin,
                "type",
                priority + "_PRIORITY"));
    return this;
  }

  /** With a rule for updates, such as ALERT_RESOLVED, to this contact. */
  Person withUpdateRule(String type, String contact) {
    story
        .api()
        .post(
            "/api/users/" + id + "/notification-preferences/updates",
            Api.object("contact", Api.object("id", contacts.get(contact)), "type", type));
    return this;
  }

  /** The number of a contact. */
  long contact(String contact) {
    return contacts.get(contact);
  }
}
