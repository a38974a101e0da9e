package io.dutybell.api;

import io.dutybell.configuration.UserStore;
import io.dutybell.security.SecretAddress;
import io.dutybell.team.Contact;
import io.dutybell.team.NotificationRule;
import io.dutybell.team.NotificationRule.Purpose;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code /api/users/{id}/notification-preferences/{kind}}, where the kind is alerts, updates or
 * duties.
 */
public final class NotificationPreferences {

  private static final Map<String, Purpose> KINDS =
      Map.of("alerts", Purpose.ALERT, "updates", Purpose.UPDATE, "duties", Purpose.DUTY);
  private static final Map<Purpose, Set<String>> TYPES =
      Map.of(
          Purpose.ALERT,
          Set.of("HIGH_PRIORITY", "LOW_PRIORITY"),
          Purpose.UPDATE,
          Set.of("ALERT_ACCEPTED", "ALERT_RESOLVED", "ALERT_ESCALATED"),
          Purpose.DUTY,
          Set.of("ON_CALL"));

  private static final String OF_PHONES = "SMS";
  private static final Set<String> PHONE_METHODS = Set.of(OF_PHONES, "VOICE", "WHATSAPP");

  private final Users users;
  private final UserStore store;

  public NotificationPreferences(Users users, UserStore store) {
    this.users = users;
    this.store = store;
  }

  /** Lists a user's preferences of one kind. */
  public Answer list(Call call) {
    long userId = users.toSeeContactsOf(call).id();
    List<NotificationRule> rules = ofKind(call, userId);
    List<Contact> contacts = contacts(userId);
    Page page = call.page();
    return Answer.ok(
        rules.stream()
            .filter(rule -> contact(rule, contacts).isPresent())
            .skip(page.skip())
            .limit(page.count())
            .map(rule -> json(rule, contacts))
            .toList());
  }

  /** Shows one preference. */
  public Answer find(Call call) {
    long userId = users.toSeeContactsOf(call).id();
    NotificationRule rule = of(call, userId);
    return Answer.entity(json(rule, contacts(userId)));
  }

  /** Makes a preference. */
  public Answer add(Call call) {
    return call.change(this::adding);
  }

  private Answer adding(Call call) {
    long userId = users.toChange(call).id();
    List<Contact> contacts = contacts(userId);
    NotificationRule rule = read(0, kind(call), call.fields(), contacts);
    long id = store.addRule(userId, rule);
    NotificationRule stored =
        new NotificationRule(
            id, rule.contactId(), rule.purpose(), rule.type(), rule.delayMin(), rule.method());
    Map<String, Object> json = json(stored, contacts);
    return Answer.created(json).changing("notification-preference", id, null, json);
  }

  /** Replaces a preference. */
  public Answer replace(Call call) {
    return call.change(this::replacing);
  }

  private Answer replacing(Call call) {
    long userId = users.toChange(call).id();
    List<Contact> contacts = contacts(userId);
    NotificationRule old = of(call, userId);
    call.expect(json(old, contacts));
    NotificationRule rule = read(old.id(), kind(call), call.fields(), contacts);
    store.replaceRule(rule);
    return Answer.ok(json(rule, contacts))
        .changing("notification-preference", rule.id(), json(old, contacts), json(rule, contacts));
  }

  /** Deletes a preference. */
  public Answer delete(Call call) {
    return call.change(this::deleting);
  }

  private Answer deleting(Call call) {
    long userId = users.toChange(call).id();
    NotificationRule rule = of(call, userId);
    Map<String, Object> json = json(rule, contacts(userId));
    call.expect(json);
    store.deleteRule(rule.id());
    return Answer.noContent().changing("notification-preference", rule.id(), json, null);
  }

  private List<Contact> contacts(long userId) {
    return store.contacts(userId).stream().map(entry -> entry.contact()).toList();
  }

  private List<NotificationRule> ofKind(Call call, long userId) {
    Purpose purpose = kind(call);
    return store.rules(userId).stream().filter(rule -> rule.purpose() == purpose).toList();
  }

  private NotificationRule of(Call call, long userId) {
    long id = call.id("preferenceId");
    return ofKind(call, userId).stream()
        .filter(rule -> rule.id() == id)
        .findFirst()
        .orElseThrow(
            () -> Problem.notFound("the user has no such notification preference with id " + id));
  }

  private static Purpose kind(Call call) {
    Purpose purpose = KINDS.get(call.param("kind"));
    if (purpose == null) {
      throw Problem.notFound("notification preferences are alerts, updates or duties");
    }
    return purpose;
  }

  /** The method says on which channel; without a contact it means the user's first on that one. */
  private static NotificationRule read(
      long id, Purpose purpose, Fields fields, List<Contact> contacts) {
    String method = fields.line("method", 64);
    Long contactId = fields.reference("contact");
    if (method == null && contactId == null) {
      throw Problem.invalid("contact", "is required, such as {\"id\": 7}");
    }
    List<Contact> fitting =
        contacts.stream()
            .filter(c -> contactId == null || c.id() == contactId)
            .filter(c -> method == null || methods(c).contains(method.toUpperCase(Locale.ROOT)))
            .toList();
    if (fitting.isEmpty()) {
      if (contactId != null && contacts.stream().noneMatch(c -> c.id() == contactId)) {
        throw Problem.invalid("contact", "is not a contact of this user");
      }
      Set<String> methods = new TreeSet<>();
      contacts.forEach(c -> methods.addAll(methods(c)));
      throw Problem.invalid("method", "does not fit; this user's contacts allow " + methods);
    }
    String type = fields.line("type", 32);
    if (type == null && purpose == Purpose.DUTY) {
      type = "ON_CALL";
    }
    if (!TYPES.get(purpose).contains(String.valueOf(type))) {
      throw Problem.invalid("type", "must be one of " + new TreeSet<>(TYPES.get(purpose)));
    }
    Integer delay = fields.number(purpose == Purpose.DUTY ? "beforeMin" : "delayMin", 0, 10_080);
    Contact contact = fitting.get(0);
    String other = method == null ? null : method.toUpperCase(Locale.ROOT);
    return new NotificationRule(
        id,
        contact.id(),
        purpose,
        type,
        delay == null ? 0 : delay,
        method(contact).equals(other) ? null : other);
  }

  /** Gone when it, and the rule with it, was deleted after the rule was read. */
  private static Optional<Contact> contact(NotificationRule rule, List<Contact> contacts) {
    return contacts.stream().filter(c -> c.id() == rule.contactId()).findFirst();
  }

  private static String method(Contact contact) {
    return switch (contact.kind()) {
      case EMAIL -> "EMAIL";
      case PHONE -> OF_PHONES;
      case CHANNEL -> contact.connector().toUpperCase(Locale.ROOT);
    };
  }

  /** Whether a method does not follow from the contact: one of a telephone number's others. */
  static boolean isChosen(String method) {
    return PHONE_METHODS.contains(method) && !method.equals(OF_PHONES);
  }

  /** A telephone number can be told in several ways. */
  private static Set<String> methods(Contact contact) {
    return contact.kind() == Contact.Kind.PHONE ? PHONE_METHODS : Set.of(method(contact));
  }

  private static Map<String, Object> json(NotificationRule rule, List<Contact> contacts) {
    Contact contact =
        contact(rule, contacts)
            .orElseThrow(() -> Problem.notFound("the contact was deleted at this moment"));
    Map<String, Object> json =
        Json.object(
            "id",
            rule.id(),
            "method",
            rule.method() == null ? method(contact) : rule.method(),
            "contact",
            Json.object("id", contact.id(), "target", SecretAddress.shown(contact.target())));
    json.put(rule.purpose() == Purpose.DUTY ? "beforeMin" : "delayMin", rule.delayMin());
    json.put("type", rule.type());
    return json;
  }
}
