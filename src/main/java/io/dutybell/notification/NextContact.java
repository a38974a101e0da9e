package io.dutybell.notification;

import io.dutybell.team.Contact;
import io.dutybell.team.User;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The contact that is told when another one of the user fails (docs/alerting.md, "Delivery"). Pure.
 *
 * @param contact the contact; null when there is none left
 * @param waiting the notification to it that waits for its delay and is sent now instead; null when
 *     a new one has to be made
 */
record NextContact(Contact contact, UUID waiting) {

  /**
   * Chooses it: the user's own order first, which is that of the rules that still wait, then any
   * verified contact that was not used.
   *
   * @param user the user
   * @param planned all notifications of the assignment, the failed one among them
   * @param now the present
   */
  static NextContact of(User user, List<Planned> planned, Instant now) {
    Set<Long> used =
        planned.stream()
            .filter(p -> !p.isWaiting(now) && p.state() != NotificationState.CANCELLED)
            .map(Planned::contactId)
            .collect(Collectors.toSet());
    Optional<Planned> waiting =
        planned.stream()
            .filter(p -> p.isWaiting(now) && !used.contains(p.contactId()))
            .filter(p -> user.contact(p.contactId()).filter(Contact::verified).isPresent())
            .min(Comparator.comparing(Planned::dueAt));
    if (waiting.isPresent()) {
      return new NextContact(
          user.contact(waiting.get().contactId()).orElseThrow(), waiting.get().id());
    }
    return new NextContact(
        user.contacts().stream()
            .filter(Contact::verified)
            .filter(c -> !used.contains(c.id()))
            .findFirst()
            .orElse(null),
        null);
  }
}
