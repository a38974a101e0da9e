package io.dutybell.configuration;

import io.dutybell.clock.Clock;
import io.dutybell.store.Session;
import io.dutybell.team.NotificationRule;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Users as a transaction reads them that looks at all of them: with everything that is below them
 * they are read at once, because one by one that is tens of thousands of queries. Whom the
 * transaction changes is read singly from then on, also when that part of it is taken back. It
 * belongs to one thread and ends with the transaction.
 */
public final class UsersAtOnce extends UserStore {

  private final ConfigurationStore store;
  private final Set<Long> changed = new HashSet<>();
  private All all;

  /**
   * Everything that was read, by the number of the user, and whose contacts and rules are whose.
   */
  private record All(
      Map<Long, UserEntry> users,
      Map<String, Login> logins,
      Map<Long, List<ContactEntry>> contacts,
      Map<Long, List<NotificationRule>> rules,
      Map<Long, Long> ownersOfContacts,
      Map<Long, Long> ownersOfRules) {}

  public UsersAtOnce(ConfigurationStore store, Clock clock) {
    super(store, clock);
    this.store = store;
  }

  @Override
  public Optional<UserEntry> find(long id) {
    return isRead(id) ? Optional.of(all.users().get(id)) : super.find(id);
  }

  @Override
  public Optional<Login> login(String username) {
    Login login = all().logins().get(username);
    return login != null && isRead(login.userId()) ? Optional.of(login) : super.login(username);
  }

  @Override
  public List<ContactEntry> contacts(long userId) {
    return isRead(userId) ? all.contacts().getOrDefault(userId, List.of()) : super.contacts(userId);
  }

  @Override
  public List<NotificationRule> rules(long userId) {
    return isRead(userId) ? all.rules().getOrDefault(userId, List.of()) : super.rules(userId);
  }

  @Override
  public void setPassword(long userId, String hash) {
    changed.add(userId);
    super.setPassword(userId, hash);
  }

  @Override
  public boolean replace(UserEntry user) {
    changed.add(user.id());
    return super.replace(user);
  }

  @Override
  public void delete(long id) {
    changed.add(id);
    super.delete(id);
  }

  @Override
  public long addContact(long userId, ContactEntry entry) {
    changed.add(userId);
    return super.addContact(userId, entry);
  }

  @Override
  public void replaceContact(ContactEntry entry) {
    changed.add(all().ownersOfContacts().get(entry.contact().id()));
    super.replaceContact(entry);
  }

  @Override
  public void deleteContact(long userId, long contactId) {
    changed.add(userId);
    super.deleteContact(userId, contactId);
  }

  @Override
  public long addRule(long userId, NotificationRule rule) {
    changed.add(userId);
    return super.addRule(userId, rule);
  }

  @Override
  public void replaceRule(NotificationRule rule) {
    changed.add(all().ownersOfRules().get(rule.id()));
    super.replaceRule(rule);
  }

  @Override
  public void deleteRule(long id) {
    changed.add(all().ownersOfRules().get(id));
    super.deleteRule(id);
  }

  private boolean isRead(long userId) {
    return !changed.contains(userId) && all().users().containsKey(userId);
  }

  private All all() {
    if (all == null) {
      all = store.read(this::read);
    }
    return all;
  }

  private All read(Session session) throws SQLException {
    Map<Long, UserEntry> users = new HashMap<>();
    session.list("users/list", UserStore::user).forEach(user -> users.put(user.id(), user));
    Map<String, Login> logins = new HashMap<>();
    session
        .list("users/login", row -> new Login(row.number("id"), row.text("password_hash")))
        .forEach(
            login -> {
              if (users.containsKey(login.userId())) {
                logins.put(users.get(login.userId()).username(), login);
              }
            });
    Map<Long, List<ContactEntry>> contacts = new HashMap<>();
    Map<Long, Long> ownersOfContacts = new HashMap<>();
    session.list(
        "contacts/list",
        row -> {
          long owner = row.number("user_id");
          ContactEntry contact = contact(row);
          ownersOfContacts.put(contact.contact().id(), owner);
          return contacts.computeIfAbsent(owner, id -> new ArrayList<>()).add(contact);
        });
    Map<Long, List<NotificationRule>> rules = new HashMap<>();
    Map<Long, Long> ownersOfRules = new HashMap<>();
    session.list(
        "notification_rules/list",
        row -> {
          long owner = row.number("user_id");
          NotificationRule rule = UserStore.rule(row);
          ownersOfRules.put(rule.id(), owner);
          return rules.computeIfAbsent(owner, id -> new ArrayList<>()).add(rule);
        });
    return new All(users, logins, contacts, rules, ownersOfContacts, ownersOfRules);
  }
}
