package io.dutybell.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dutybell.event.Priority;
import io.dutybell.team.Contact;
import io.dutybell.team.NotificationRule;
import io.dutybell.team.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NotificationPlanTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:06:00Z");
  private static final long ALERT = 7;
  private static final Contact MAIL = contact(1, "email", "lin@example.org", true);
  private static final Contact HOOK = contact(2, "webhook", "https://example.org/lin", true);
  private static final Contact NEW_MAIL = contact(3, "email", "new@example.org", false);
  private static final Contact SAME_MAIL = contact(4, "email", "lin@example.org", true);

  @Test
  void each_rule_for_the_priority_tells_its_contact_after_its_minutes() {
    User lin =
        user(
            List.of(MAIL, HOOK),
            alert(1, MAIL, "HIGH_PRIORITY", 0),
            alert(2, HOOK, "HIGH_PRIORITY", 5),
            alert(3, HOOK, "LOW_PRIORITY", 0));

    List<NotificationOrder> orders = assigned(lin, Priority.HIGH);

    assertThat(orders)
        .extracting(NotificationOrder::contactId, NotificationOrder::dueAt)
        .containsExactly(tuple(1L, NOW), tuple(2L, NOW.plusSeconds(300)));
    assertThat(orders)
        .allMatch(o -> o.purpose() == Purpose.ALERT && o.alertId() == ALERT && o.userId() == 9);
    assertThat(assigned(lin, Priority.LOW))
        .extracting(NotificationOrder::contactId, NotificationOrder::connector)
        .containsExactly(tuple(2L, "webhook"));
  }

  @Test
  void a_user_without_rules_is_told_at_once_on_every_verified_contact() {
    User lin = user(List.of(MAIL, NEW_MAIL, HOOK));

    assertThat(assigned(lin, Priority.HIGH))
        .extracting(NotificationOrder::contactId, NotificationOrder::dueAt)
        .containsExactly(tuple(1L, NOW), tuple(2L, NOW));
    assertThat(assigned(lin, Priority.LOW)).hasSize(2);
  }

  @Test
  void who_has_rules_for_low_alerts_only_is_told_of_a_high_one_all_the_same() {
    User lin = user(List.of(MAIL, HOOK), alert(1, MAIL, "LOW_PRIORITY", 10));

    assertThat(assigned(lin, Priority.HIGH))
        .extracting(NotificationOrder::contactId, NotificationOrder::dueAt)
        .containsExactly(tuple(1L, NOW), tuple(2L, NOW));
  }

  @Test
  void who_has_rules_for_high_alerts_only_does_not_want_to_hear_of_low_ones() {
    User lin = user(List.of(MAIL), alert(1, MAIL, "HIGH_PRIORITY", 0));

    assertThat(assigned(lin, Priority.LOW)).isEmpty();
  }

  @Test
  void rules_for_updates_are_no_rules_for_alerts() {
    User lin = user(List.of(MAIL), update(1, MAIL, "ALERT_RESOLVED"));

    assertThat(assigned(lin, Priority.LOW)).hasSize(1);
  }

  @Test
  void one_address_in_two_rules_of_the_same_minute_is_told_once_and_later_again() {
    User lin =
        user(
            List.of(MAIL, SAME_MAIL),
            alert(1, MAIL, "HIGH_PRIORITY", 0),
            alert(2, SAME_MAIL, "HIGH_PRIORITY", 0),
            alert(3, SAME_MAIL, "HIGH_PRIORITY", 5));

    assertThat(assigned(lin, Priority.HIGH))
        .extracting(NotificationOrder::contactId, NotificationOrder::dueAt)
        .containsExactly(tuple(1L, NOW), tuple(4L, NOW.plusSeconds(300)));
  }

  @Test
  void an_unverified_contact_is_never_used() {
    User lin =
        user(
            List.of(NEW_MAIL, HOOK),
            alert(1, NEW_MAIL, "HIGH_PRIORITY", 0),
            alert(2, HOOK, "HIGH_PRIORITY", 5));

    assertThat(assigned(lin, Priority.HIGH))
        .extracting(NotificationOrder::contactId)
        .containsExactly(2L);
  }

  @Test
  void when_no_rule_names_a_usable_contact_any_verified_one_is_better_than_none() {
    User lin =
        user(
            List.of(NEW_MAIL, HOOK),
            alert(1, NEW_MAIL, "HIGH_PRIORITY", 0),
            alert(2, contact(99, "email", "gone@example.org", true), "HIGH_PRIORITY", 0));

    assertThat(assigned(lin, Priority.HIGH))
        .extracting(NotificationOrder::contactId, NotificationOrder::dueAt)
        .containsExactly(tuple(2L, NOW));
  }

  @Test
  void who_is_told_again_is_told_at_once_over_what_comes_first() {
    User lin =
        user(
            List.of(MAIL, HOOK),
            alert(1, MAIL, "HIGH_PRIORITY", 3),
            alert(2, HOOK, "HIGH_PRIORITY", 10));

    List<NotificationOrder> orders =
        NotificationPlan.again(lin, ALERT, Priority.HIGH, Purpose.RAISED, NOW);

    assertThat(orders)
        .extracting(
            NotificationOrder::contactId, NotificationOrder::dueAt, NotificationOrder::purpose)
        .containsExactly(tuple(1L, NOW, Purpose.RAISED));
    assertThat(orders.get(0).urgency()).as("after the first word to others").isEqualTo(1);
  }

  @Test
  void who_is_told_again_without_a_rule_for_it_is_told_on_every_verified_contact() {
    User lin = user(List.of(MAIL, NEW_MAIL, HOOK), alert(1, NEW_MAIL, "HIGH_PRIORITY", 0));

    assertThat(NotificationPlan.again(lin, ALERT, Priority.HIGH, Purpose.RAISED, NOW))
        .extracting(NotificationOrder::contactId)
        .containsExactly(1L, 2L);
    assertThat(NotificationPlan.again(lin, ALERT, Priority.LOW, Purpose.RAISED, NOW)).hasSize(2);
  }

  @Test
  void an_update_goes_where_the_user_was_told() {
    User lin = user(List.of(MAIL, HOOK), alert(1, MAIL, "HIGH_PRIORITY", 0));

    assertThat(NotificationPlan.update(lin, ALERT, Purpose.RESOLVED, Set.of(2L), NOW))
        .extracting(NotificationOrder::contactId, NotificationOrder::purpose)
        .containsExactly(tuple(2L, Purpose.RESOLVED));
  }

  @Test
  void a_user_with_own_rules_for_updates_is_told_by_those_and_only_those() {
    User lin = user(List.of(MAIL, HOOK), update(1, MAIL, "ALERT_RESOLVED"));

    assertThat(NotificationPlan.update(lin, ALERT, Purpose.RESOLVED, Set.of(2L), NOW))
        .extracting(NotificationOrder::contactId)
        .containsExactly(1L);
    assertThat(NotificationPlan.update(lin, ALERT, Purpose.ACCEPTED, Set.of(2L), NOW)).isEmpty();
  }

  @Test
  void an_update_to_a_contact_that_is_gone_or_no_longer_verified_is_left_out() {
    User lin = user(List.of(NEW_MAIL, HOOK));

    assertThat(NotificationPlan.update(lin, ALERT, Purpose.RESOLVED, Set.of(3L, 77L), NOW))
        .isEmpty();
  }

  private static List<NotificationOrder> assigned(User user, Priority priority) {
    return NotificationPlan.onAssignment(user, ALERT, priority, 0, NOW);
  }

  private static User user(List<Contact> contacts, NotificationRule... rules) {
    return new User(
        9, "lin", "Lin", "Chen", null, "UTC", "en", User.Role.USER, null, contacts, List.of(rules));
  }

  private static Contact contact(long id, String connector, String target, boolean verified) {
    return new Contact(id, Contact.Kind.CHANNEL, connector, target, Map.of(), verified);
  }

  private static NotificationRule alert(long id, Contact contact, String type, int delayMin) {
    return new NotificationRule(id, contact.id(), NotificationRule.Purpose.ALERT, type, delayMin);
  }

  private static NotificationRule update(long id, Contact contact, String type) {
    return new NotificationRule(id, contact.id(), NotificationRule.Purpose.UPDATE, type, 0);
  }
}
