package io.dutybell.configuration;

import io.dutybell.clock.Clock;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.store.Params;
import io.dutybell.store.Row;
import io.dutybell.store.Session;
import io.dutybell.team.Contact;
import io.dutybell.team.NotificationRule;
import io.dutybell.team.User;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Users, their contacts and their notification rules. */
public class UserStore {

  private static final Set<String> BY_ID = Set.of("id");
  private static final int MOST_CONTACTS = 100;
  private static final int MOST_RULES = 200;

  private final ConfigurationStore store;
  private final Clock clock;

  public UserStore(ConfigurationStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Users in the order of their numbers. */
  public List<UserEntry> list(int skip, int count) {
    return store.read(
        session ->
            session.list(
                "users/list",
                Set.of("page"),
                p -> p.count("skip", skip).count("count", count),
                UserStore::user));
  }

  /** The user with this number. */
  public Optional<UserEntry> find(long id) {
    return store.read(
        session -> session.first("users/list", BY_ID, p -> p.number("id", id), UserStore::user));
  }

  /** The user with this username, exactly. */
  public Optional<UserEntry> findByUsername(String username) {
    return store.read(session -> byUsername(session, username));
  }

  /** The first user with this email, in any case. */
  public Optional<UserEntry> findByEmail(String email) {
    return store.read(
        session ->
            session.first(
                "users/list",
                Set.of("email"),
                p -> p.text("email", email.toLowerCase(Locale.ROOT)),
                UserStore::user));
  }

  /** What the password of this username is compared with; empty when there is no such user. */
  public Optional<Login> login(String username) {
    return store.read(
        session ->
            session.first(
                "users/login",
                Set.of("username"),
                p -> p.text("username", username),
                row -> new Login(row.number("id"), row.text("password_hash"))));
  }

  /** What is stored of the passwords of these users, by their numbers; of those who have one. */
  public Map<Long, String> passwordHashes(Set<Long> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return store
        .read(
            session ->
                session.list(
                    "users/login",
                    Set.of("ids"),
                    p -> p.numbers("ids", ids),
                    row -> new Login(row.number("id"), row.text("password_hash"))))
        .stream()
        .filter(login -> login.passwordHash() != null)
        .collect(Collectors.toMap(Login::userId, Login::passwordHash));
  }

  /**
   * Gives a user a password.
   *
   * @param hash as {@link io.dutybell.security.Passwords#hash} makes it
   */
  public void setPassword(long userId, String hash) {
    store.change(
        session ->
            session.update(
                "users/set-password",
                p ->
                    p.number("id", userId).text("passwordHash", hash).instant("now", clock.now())));
  }

  /**
   * Stores a new user.
   *
   * @param exactName whether the username was chosen by a person; otherwise a number is added to it
   *     when it is taken
   * @return the user as stored
   * @throws InUse when a chosen username is taken
   */
  public UserEntry add(UserEntry user, boolean exactName) {
    return store.change(
        session -> {
          UserEntry named = exactName ? user : user.named(freeName(session, user.username()));
          refuseTakenName(session, named);
          long id = session.insert("users/insert", p -> bind(p, named));
          return session
              .first("users/list", BY_ID, p -> p.number("id", id), UserStore::user)
              .orElseThrow();
        });
  }

  /**
   * Replaces a user.
   *
   * @return whether there was one with this number
   * @throws InUse when the username is taken
   */
  public boolean replace(UserEntry user) {
    return store.change(
        session -> {
          refuseTakenName(session, user);
          return session.update("users/update", p -> bind(p, user).number("id", user.id())) > 0;
        });
  }

  /**
   * Deletes a user with all contacts and rules.
   *
   * @throws InUse when an escalation policy or an on-call schedule names the user
   */
  public void delete(long id) {
    store.change(
        session -> {
          List<EscalationPolicy> users =
              session.list("escalation_policies/list", PolicyStore::policy).stream()
                  .filter(p -> p.rules().stream().anyMatch(r -> r.userIds().contains(id)))
                  .toList();
          if (!users.isEmpty()) {
            throw new InUse(
                "the user is in escalation policy \""
                    + users.get(0).name()
                    + "\" (id "
                    + users.get(0).id()
                    + "); take the user out of it first");
          }
          ScheduleStore.refuseNamed(session, id, clock.now());
          return session.update("users/delete", p -> p.number("id", id));
        });
  }

  /** The user's contacts, in the order in which they were made. */
  public List<ContactEntry> contacts(long userId) {
    return store.read(session -> contacts(session, userId));
  }

  /**
   * Stores a new contact and gives its number.
   *
   * @throws InUse when its connector was deleted meanwhile, or the user has too many contacts
   */
  public long addContact(long userId, ContactEntry entry) {
    return store.change(
        session -> {
          ConnectorStore.requireIfStored(session, entry.contact().connector());
          refuseMore("contacts", contacts(session, userId).size(), MOST_CONTACTS);
          return session.insert(
              "contacts/insert",
              p ->
                  bind(p, entry)
                      .number("userId", userId)
                      .word("kind", entry.contact().kind())
                      .instant("now", clock.now()));
        });
  }

  /**
   * Replaces the contact with the entry's number, which must be the user's.
   *
   * @throws InUse when its connector was deleted meanwhile
   */
  public void replaceContact(ContactEntry entry) {
    store.change(
        session -> {
          ConnectorStore.requireIfStored(session, entry.contact().connector());
          return session.update(
              "contacts/update", p -> bind(p, entry).number("id", entry.contact().id()));
        });
  }

  /**
   * Deletes a contact of the user.
   *
   * @throws InUse when a notification rule tells it
   */
  public void deleteContact(long userId, long contactId) {
    store.change(
        session -> {
          for (NotificationRule rule : rules(session, userId)) {
            if (rule.contactId() == contactId) {
              throw new InUse(
                  "the contact is used by the "
                      + rule.purpose().name().toLowerCase(Locale.ROOT)
                      + " notification preference with id "
                      + rule.id()
                      + "; delete that first");
            }
          }
          return session.update("contacts/delete", p -> p.number("id", contactId));
        });
  }

  /** The user's notification rules, in the order in which they were made. */
  public List<NotificationRule> rules(long userId) {
    return store.read(session -> rules(session, userId));
  }

  /**
   * Stores a new notification rule and gives its number.
   *
   * @throws InUse when the user has too many
   */
  public long addRule(long userId, NotificationRule rule) {
    return store.change(
        session -> {
          refuseMore("notification preferences", rules(session, userId).size(), MOST_RULES);
          return session.insert(
              "notification_rules/insert",
              p -> bind(p, rule).number("userId", userId).word("purpose", rule.purpose()));
        });
  }

  /** Replaces the notification rule with this one's number. */
  public void replaceRule(NotificationRule rule) {
    store.change(
        session ->
            session.update(
                "notification_rules/update", p -> bind(p, rule).number("id", rule.id())));
  }

  /** Deletes a notification rule. */
  public void deleteRule(long id) {
    store.change(session -> session.update("notification_rules/delete", p -> p.number("id", id)));
  }

  private static void refuseMore(String what, int count, int most) {
    if (count >= most) {
      throw new InUse("the user has " + count + " " + what + ", the most there can be");
    }
  }

  private List<ContactEntry> contacts(Session session, long userId) throws SQLException {
    return session.list(
        "contacts/list", Set.of("user"), p -> p.number("userId", userId), this::contact);
  }

  private static List<NotificationRule> rules(Session session, long userId) throws SQLException {
    return session.list(
        "notification_rules/list",
        Set.of("user"),
        p -> p.number("userId", userId),
        UserStore::rule);
  }

  private static Optional<UserEntry> byUsername(Session session, String username)
      throws SQLException {
    return session.first(
        "users/list", Set.of("username"), p -> p.text("username", username), UserStore::user);
  }

  private static String freeName(Session session, String wish) throws SQLException {
    String name = wish;
    for (int number = 2; byUsername(session, name).isPresent(); number++) {
      name = wish + number;
    }
    return name;
  }

  private static void refuseTakenName(Session session, UserEntry user) throws SQLException {
    Optional<UserEntry> other = byUsername(session, user.username());
    if (other.isPresent() && other.get().id() != user.id()) {
      throw new InUse("username \"" + user.username() + "\" is taken by another user");
    }
  }

  private Params bind(Params p, UserEntry user) throws SQLException {
    return p.text("username", user.username())
        .text("firstName", user.firstName())
        .text("lastName", user.lastName())
        .text("email", user.email())
        .text("timezone", user.timezone())
        .text("language", user.language())
        .text("position", user.position())
        .text("department", user.department())
        .word("role", user.role())
        .text("shiftColor", user.shiftColor())
        .text("region", user.region())
        .instant("mutedUntil", user.mutedUntil())
        .instant("now", clock.now());
  }

  private Params bind(Params p, ContactEntry entry) throws SQLException {
    Contact contact = entry.contact();
    return p.text("connector", contact.connector())
        .text("regionCode", entry.regionCode())
        .text("address", store.addresses().encrypted(contact.target(), contact.params()))
        .flag("verified", entry.contact().verified());
  }

  private static Params bind(Params p, NotificationRule rule) throws SQLException {
    return p.number("contactId", rule.contactId())
        .text("type", rule.type())
        .text("method", rule.method())
        .count("delayMin", rule.delayMin());
  }

  static UserEntry user(Row row) throws SQLException {
    return new UserEntry(
        row.number("id"),
        row.text("username"),
        row.text("first_name"),
        row.text("last_name"),
        row.text("email"),
        row.text("timezone"),
        row.text("language"),
        row.text("position"),
        row.text("department"),
        row.word("role", User.Role.class),
        row.text("shift_color"),
        row.text("region"),
        row.instant("muted_until"));
  }

  final ContactEntry contact(Row row) throws SQLException {
    return new ContactEntry(store.addresses().contact(row), row.text("region_code"));
  }

  static NotificationRule rule(Row row) throws SQLException {
    return new NotificationRule(
        row.number("id"),
        row.number("contact_id"),
        row.word("purpose", NotificationRule.Purpose.class),
        row.text("type"),
        row.count("delay_min"),
        row.text("method"));
  }
}
