package io.dutybell.team;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A person who can be told.
 *
 * @param id the number
 * @param username unique, made from the email when absent
 * @param firstName never null
 * @param lastName never null
 * @param email may be null
 * @param timezone an IANA name
 * @param language an ISO 639 code, such as {@code en} or {@code zh}
 * @param role what the user may do
 * @param mutedUntil the end of the user's quiet period; null when there is none
 * @param contacts in the order in which they were made
 * @param rules in the order in which they were made
 */
public record User(
    long id,
    String username,
    String firstName,
    String lastName,
    String email,
    String timezone,
    String language,
    Role role,
    Instant mutedUntil,
    List<Contact> contacts,
    List<NotificationRule> rules) {

  /** What a user may do; each role may do what the ones after it may. */
  public enum Role {
    ADMIN,
    USER,
    RESPONDER,
    STAKEHOLDER
  }

  public User {
    contacts = List.copyOf(contacts);
    rules = List.copyOf(rules);
  }

  /** The user's name as people read it. */
  public String fullName() {
    String name = (firstName + " " + lastName).strip();
    return name.isEmpty() ? username : name;
  }

  /** Whether the user is in a quiet period at this instant. */
  public boolean isMutedAt(Instant now) {
    return mutedUntil != null && now.isBefore(mutedUntil);
  }

  /**
   * Whether the user can be told anything at this instant; one who cannot counts as nobody on call.
   */
  public boolean isReachableAt(Instant now) {
    return !isMutedAt(now) && contacts.stream().anyMatch(Contact::verified);
  }

  /** The contact with this number, if it is this user's. */
  public Optional<Contact> contact(long contactId) {
    return contacts.stream().filter(c -> c.id() == contactId).findFirst();
  }
}
