package io.dutybell.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dutybell.configuration.ContactEntry;
import io.dutybell.configuration.UserStore;
import io.dutybell.connector.Connector;
import io.dutybell.notification.Notifiers;
import io.dutybell.security.OutboundUrl;
import io.dutybell.security.RefusedAddress;
import io.dutybell.security.SecretAddress;
import io.dutybell.team.Contact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

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
    return found(of(call));
  }

  /** Finds a contact by its address, in any case. */
  public Answer searchTarget(Call call) {
    List<ContactEntry> contacts = ofKind(call);
    String target = call.fields().requiredLine("target", 2000);
    return contacts.stream()
        .filter(entry -> entry.contact().target().equalsIgnoreCase(target))
        .findFirst()
        .map(this::found)
        .orElseThrow(() -> Problem.notFound("the user has no such contact"));
  }

  private Answer found(ContactEntry entry) {
    return Answer.ok(json(entry)).showing(configured(entry));
  }

  /** A changed secret is a change, although it is not shown. */
  private Configured configured(ContactEntry entry) {
    return new Configured(
        json(entry),
        Json.object("target", entry.contact().target(), "params", entry.contact().params()));
  }

  /** Makes a contact. */
  public Answer add(Call call) {
    notifiers.follow();
    return call.change(this::adding);
  }

  private Answer adding(Call call) {
    long userId = users.toChange(call).id();
    ContactEntry entry = read(null, kind(call), call.fields());
    long id = store.addContact(userId, entry);
    Configured made = configured(withId(entry, id));
    return Answer.created(made.json()).changing("contact", id, null, made);
  }

  /** Replaces a contact. */
  public Answer replace(Call call) {
    notifiers.follow();
    return call.change(this::replacing);
  }

  private Answer replacing(Call call) {
    users.toChange(call);
    ContactEntry old = of(call);
    Configured was = configured(old);
    call.expect(was);
    ContactEntry entry = read(old.contact(), kind(call), call.fields());
    store.replaceContact(entry);
    Configured became = configured(entry);
    return Answer.ok(became.json()).changing("contact", entry.contact().id(), was, became);
  }

  /** Deletes a contact that no notification preference uses. */
  public Answer delete(Call call) {
    return call.change(this::deleting);
  }

  private Answer deleting(Call call) {
    long userId = users.toChange(call).id();
    ContactEntry entry = of(call);
    Configured was = configured(entry);
    call.expect(was);
    store.deleteContact(userId, entry.contact().id());
    return Answer.noContent().changing("contact", entry.contact().id(), was, null);
  }

  private List<ContactEntry> ofKind(Call call) {
    Contact.Kind kind = kind(call);
    return store.contacts(users.toSeeContactsOf(call).id()).stream()
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

  /**
   * @param old what it replaces; null for a new one
   */
  private ContactEntry read(Contact old, Contact.Kind kind, Fields fields) {
    long id = old == null ? 0 : old.id();
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
      case CHANNEL -> channel(id, old, fields);
    };
  }

  private ContactEntry channel(long contactId, Contact old, Fields fields) {
    Fields connector = fields.object("connector");
    if (connector == null) {
      throw Problem.invalid("connector", "is required, such as {\"id\": \"webhook\"}");
    }
    String id = connector.requiredLine("id", 64);
    String type = Connectors.require(notifiers, id, "connector.id").type();
    // What cannot be read must not go where it could be: to what writes it, or to somebody else.
    Contact before = old != null && old.connector().equals(id) ? old : null;
    Map<String, String> values =
        params(fields.object("params"), type, before == null ? Map.of() : before.params());
    String target = target(fields.line("target", 2000), values, before);
    if (old != null && !target.equals(old.target())) {
      refuseKeptSecrets(fields.object("params"), values, type, old.params());
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

  private Map<String, String> params(Fields sent, String type, Map<String, String> old) {
    ObjectNode given = JsonNodeFactory.instance.objectNode();
    if (sent != null) {
      sent.allTexts(50, 2000).forEach(given::put);
    }
    ObjectNode before = JsonNodeFactory.instance.objectNode();
    old.forEach(before::put);
    Map<String, String> params = new LinkedHashMap<>();
    Secrets.kept(given, before, secrets(type), "params")
        .properties()
        .forEach(param -> params.put(param.getKey(), param.getValue().textValue()));
    return params;
  }

  /**
   * @param sent null when there is none
   * @param old what it replaces, when its connector stays; null otherwise
   */
  private static String target(String sent, Map<String, String> params, Contact old) {
    String url = params.getOrDefault("url", "").strip();
    if (old != null
        && SecretAddress.isSecret(old.target())
        && (sent == null || sent.equals(SecretAddress.shown(old.target())))) {
      boolean isOther = !url.isEmpty() && !url.equals(old.params().getOrDefault("url", "").strip());
      return isOther ? url : old.target();
    }
    if (sent == null) {
      return url;
    }
    Secrets.refuseShown(sent, "target");
    return sent;
  }

  private void refuseKeptSecrets(
      Fields sent, Map<String, String> params, String type, Map<String, String> old) {
    for (Map.Entry<String, String> param : params.entrySet()) {
      String given = sent == null ? null : sent.text(param.getKey(), 2000);
      boolean isSecret =
          secrets(type).test(param.getKey()) || SecretAddress.isSecret(param.getValue());
      if (isSecret
          && param.getValue().equals(old.get(param.getKey()))
          && !param.getValue().equals(given)) {
        throw Problem.invalid(
            "params." + param.getKey(),
            "must be given again, because it goes to another address now");
      }
    }
  }

  /** What its notifier's file calls a secret, and what is called like one. */
  private Predicate<String> secrets(String type) {
    return ConfigSecrets.ofConnector(notifiers, type).or(Secrets::isName);
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
    Map<String, Object> json =
        Json.object("id", contact.id(), "target", SecretAddress.shown(contact.target()));
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
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        contact.params().forEach(params::put);
        String type = connector == null ? "" : connector.type();
        json.put("params", Secrets.masked(params, secrets(type)));
        json.put("verified", contact.verified());
      }
    }
    return json;
  }

  private static String status(Contact contact) {
    return contact.verified() ? "OK" : "LOCKED";
  }
}
