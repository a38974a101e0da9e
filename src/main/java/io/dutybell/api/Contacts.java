package io.dutybell.api;

import io.dutybell.configuration.ContactEntry;
import io.dutybell.configuration.UserStore;
import io.dutybell.connector.Connector;
import io.dutybell.notification.Notifiers;
import io.dutybell.security.OutboundUrl;
import io.dutybell.security.RefusedAddress;
import io.dutybell.team.Contact;
import java.util.List;
import java.util.Map;

/**
 * {@code /api/users/{id}/contacts/{kind}}, where the kind is emails, phone-numbers or channels.
 * Whoever holds an API token vouches for an address: it counts as verified.
 */
public final class Contacts {

  private static final Map<String, Contact.Kind> KINDS =
      Map.of(
          "emails",
          Contact.Kind.EMAIL,
          "phone-numbers",
          Contact.Kind.PHONE,
          "channels",
          Contact.Kind.CHANNEL);

  private final Users users;
  private final UserStore store;
  private final Notifiers notifiers;

  /**
   * @param notifiers knows the connectors that a channel may use
   */
  public Contacts(Users users, UserStore store, Notifiers notifiers) {
    this.users = users;
    this.store = store;
    this.notifiers = notifiers;
  }

  /** Lists a user's contacts of one kind. */
  public Answer list(Call call) {
    Page page = call.page();
    return Answer.ok(
        ofKind(call).stream().skip(page.skip()).limit(page.count()).map(this::json).toList());
  }

  /** Shows one contact. */
  public Answer find(Call call) {
    return Answer.entity(json(of(call)));
  }

  /** Finds a contact by its address, in any case. */
  public Answer searchTarget(Call call) {
    String target = call.fields().requiredLine("target", 2000);
    return ofKind(call).stream()
        .filter(entry -> entry.contact().target().equalsIgnoreCase(target))
        .findFirst()
        .map(entry -> Answer.entity(json(entry)))
        .orElseThrow(() -> Problem.notFound("the user has no such contact"));
  }

  /** Makes a contact. */
  public Answer add(Call call) {
    notifiers.follow();
    return call.change(this::adding);
  }

  private Answer adding(Call call) {
    long userId = users.toChange(call).id();
    ContactEntry entry = read(0, kind(call), call.fields());
    long id = store.addContact(userId, entry);
    Map<String, Object> json = json(withId(entry, id));
    return Answer.created(json).changing("contact", id, null, json);
  }

  /** Replaces a contact. */
  public Answer replace(Call call) {
    notifiers.follow();
    return call.change(this::replacing);
  }

  private Answer replacing(Call call) {
    users.toChange(call);
    ContactEntry old = of(call);
    call.expect(json(old));
    ContactEntry entry = read(old.contact().id(), kind(call), call.fields());
    store.replaceContact(entry);
    return Answer.ok(json(entry)).changing("contact", entry.contact().id(), json(old), json(entry));
  }

  /** Deletes a contact that no notification preference uses. */
  public Answer delete(Call call) {
    return call.change(this::deleting);
  }

  private Answer deleting(Call call) {
    long userId = users.toChange(call).id();
    ContactEntry entry = of(call);
    call.expect(json(entry));
    store.deleteContact(userId, entry.contact().id());
    return Answer.noContent().changing("contact", entry.contact().id(), json(entry), null);
  }

  private List<ContactEntry> ofKind(Call call) {
    Contact.Kind kind = kind(call);
    return store.contacts(users.of(call).id()).stream()
        .filter(entry -> entry.contact().kind() == kind)
        .toList();
  }

  private ContactEntry of(Call call) {
    long id = call.id("contactId");
    return ofKind(call).stream()
        .filter(entry -> entry.contact().id() == id)
        .findFirst()
        .orElseThrow(() -> Problem.notFound("the user has no such contact with id " + id));
  }

  private static Contact.Kind kind(Call call) {
    Contact.Kind kind = KINDS.get(call.param("kind"));
    if (kind == null) {
      throw Problem.notFound("contacts are emails, phone-numbers or channels");
    }
    return kind;
  }

  private ContactEntry read(long id, Contact.Kind kind, Fields fields) {
    return switch (kind) {
      case EMAIL -> {
        String target = fields.requiredLine("target", 320);
        if (!Users.isEmail(target)) {
          throw Problem.invalid("target", "must be an email address");
        }
        yield new ContactEntry(new Contact(id, kind, "email", target, Map.of(), true), null);
      }
      case PHONE -> {
        String target = fields.requiredLine("target", 40);
        if (!target.matches("\\+?[0-9][0-9 ()./-]{2,30}")) {
          throw Problem.invalid("target", "must be a telephone number");
        }
        String region = fields.line("regionCode", 8);
        if (region != null && !region.matches("[A-Za-z]{2}|\\+?\\d{1,4}")) {
          throw Problem.invalid("regionCode", "must be a country code such as CN");
        }
        yield new ContactEntry(new Contact(id, kind, "sms", target, Map.of(), true), region);
      }
      case CHANNEL -> channel(id, fields);
    };
  }

  private ContactEntry channel(long contactId, Fields fields) {
    Fields connector = fields.object("connector");
    if (connector == null) {
      throw Problem.invalid("connector", "is required, such as {\"id\": \"webhook\"}");
    }
    String id = connector.requiredLine("id", 64);
    String type = Connectors.require(notifiers, id, "connector.id").type();
    Fields params = fields.object("params");
    Map<String, String> values = params == null ? Map.of() : params.allTexts(50, 2000);
    String target = fields.line("target", 2000);
    if (target == null) {
      target = values.getOrDefault("url", "").strip();
    }
    if (type.equals("webhook")) {
      refuseUnlessWebAddress(target);
    }
    if (type.equals("email") && !Users.isEmail(target)) {
      throw Problem.invalid("target", "must be an email address");
    }
    return new ContactEntry(
        new Contact(contactId, Contact.Kind.CHANNEL, id, target, values, true), null);
  }

  /** Refused here, by the rules of sending: there it would be too late to correct it. */
  private static void refuseUnlessWebAddress(String target) {
    try {
      OutboundUrl.parse(target);
    } catch (RefusedAddress e) {
      throw Problem.invalid("target", "must be the http or https URL to call. " + e.getMessage());
    }
  }

  private static ContactEntry withId(ContactEntry entry, long id) {
    Contact c = entry.contact();
    return new ContactEntry(
        new Contact(id, c.kind(), c.connector(), c.target(), c.params(), c.verified()),
        entry.regionCode());
  }

  private Map<String, Object> json(ContactEntry entry) {
    Contact contact = entry.contact();
    Map<String, Object> json = Json.object("id", contact.id(), "target", contact.target());
    switch (contact.kind()) {
      case EMAIL -> json.put("status", status(contact));
      case PHONE -> {
        json.put("regionCode", entry.regionCode());
        json.put("status", status(contact));
      }
      case CHANNEL -> {
        Connector connector = notifiers.connectorsById().get(contact.connector());
        String name = connector == null ? contact.connector() : connector.name();
        json.put("connector", Json.object("id", contact.connector(), "name", name));
        json.put("params", contact.params());
        json.put("verified", contact.verified());
      }
    }
    return json;
  }

  private static String status(Contact contact) {
    return contact.verified() ? "OK" : "LOCKED";
  }
}
