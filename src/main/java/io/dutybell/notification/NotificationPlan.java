package io.dutybell.notification;

import io.dutybell.event.Priority;
import io.dutybell.team.Contact;
import io.dutybell.team.NotificationRule;
import io.dutybell.team.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides over which contacts a user is told, and when (docs/alerting.md, "Notifications"). Pure.
 */
public final class NotificationPlan {

  private NotificationPlan() {}

  /**
   * For a user who becomes responsible for an alert: by the user's rules for its priority, counted
   * from now. A user without rules is told at once on every verified contact; so is one who has
   * rules, but none for a HIGH alert.
   *
   * @param urgency see {@link NotificationOrder}
   */
  public static List<NotificationOrder> onAssignment(
      User user, long alertId, Priority priority, int urgency, Instant now) {
    List<NotificationRule> rules = rules(user, priority);
    List<NotificationOrder> orders = new ArrayList<>();
    if (rules.isEmpty()) {
      if (priority == Priority.HIGH || alertRules(user).findAny().isEmpty()) {
        addEach(orders, verified(user), user, alertId, Purpose.ALERT, urgency, now);
      }
      return orders;
    }
    Set<String> addresses = new HashSet<>();
    for (NotificationRule rule : rules) {
      user.contact(rule.contactId())
          .filter(Contact::verified)
          .filter(contact -> addresses.add(rule.delayMin() + " " + address(contact)))
          .ifPresent(
              contact ->
                  orders.add(
                      order(
                          contact,
                          user,
                          alertId,
                          Purpose.ALERT,
                          urgency,
                          now.plusSeconds(60L * rule.delayMin()))));
    }
    if (orders.isEmpty()) {
      // Every rule names a contact that may not be used: better any contact than none.
      addEach(orders, verified(user), user, alertId, Purpose.ALERT, urgency, now);
    }
    return orders;
  }

  /** For a responder who is told again at once: over the contacts of the rules that come first. */
  public static List<NotificationOrder> again(
      User user, long alertId, Priority priority, Purpose purpose, Instant now) {
    List<NotificationRule> rules = rules(user, priority);
    int soonest = rules.stream().mapToInt(NotificationRule::delayMin).min().orElse(0);
    List<Contact> contacts =
        rules.stream()
            .filter(rule -> rule.delayMin() == soonest)
            .flatMap(rule -> user.contact(rule.contactId()).stream())
            .filter(Contact::verified)
            .toList();
    List<NotificationOrder> orders = new ArrayList<>();
    addEach(orders, contacts.isEmpty() ? verified(user) : contacts, user, alertId, purpose, 1, now);
    return orders;
  }

  /**
   * For a user who was told about an alert that somebody accepted or that is over: by the user's
   * own rules for updates; without any such rule, over the contacts the user was told on.
   *
   * @param toldOn the contacts over which the user was told about the alert
   */
  public static List<NotificationOrder> update(
      User user, long alertId, Purpose purpose, Set<Long> toldOn, Instant now) {
    List<NotificationRule> updates =
        user.rules().stream()
            .filter(rule -> rule.purpose() == NotificationRule.Purpose.UPDATE)
            .toList();
    Set<Long> contactIds = new LinkedHashSet<>();
    if (updates.isEmpty()) {
      contactIds.addAll(toldOn);
    } else {
      String type = "ALERT_" + purpose.name();
      updates.stream()
          .filter(rule -> rule.type().equals(type))
          .forEach(rule -> contactIds.add(rule.contactId()));
    }
    List<Contact> contacts =
        contactIds.stream()
            .flatMap(id -> user.contact(id).stream())
            .filter(Contact::verified)
            .toList();
    List<NotificationOrder> orders = new ArrayList<>();
    addEach(orders, contacts, user, alertId, purpose, 1, now);
    return orders;
  }

  private static Stream<NotificationRule> alertRules(User user) {
    return user.rules().stream().filter(rule -> rule.purpose() == NotificationRule.Purpose.ALERT);
  }

  private static List<NotificationRule> rules(User user, Priority priority) {
    String type = priority.name() + "_PRIORITY";
    return alertRules(user).filter(rule -> rule.type().equals(type)).toList();
  }

  private static List<Contact> verified(User user) {
    return user.contacts().stream().filter(Contact::verified).toList();
  }

  private static void addEach(
      List<NotificationOrder> orders,
      List<Contact> contacts,
      User user,
      long alertId,
      Purpose purpose,
      int urgency,
      Instant now) {
    Set<String> addresses = new HashSet<>();
    for (Contact contact : contacts) {
      if (addresses.add(address(contact))) {
        orders.add(order(contact, user, alertId, purpose, urgency, now));
      }
    }
  }

  private static String address(Contact contact) {
    return contact.connector() + " " + contact.target();
  }

  private static NotificationOrder order(
      Contact contact, User user, long alertId, Purpose purpose, int urgency, Instant dueAt) {
    return new NotificationOrder(
        alertId, user.id(), contact.id(), contact.connector(), purpose, urgency, dueAt);
  }
}
