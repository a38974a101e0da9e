package io.dutybell.configuration;

import io.dutybell.team.User;
import java.time.Instant;

/**
 * A user as the API shows one, without contacts and rules.
 *
 * @param id the number; 0 for one that is not stored yet
 * @param username unique, never null
 * @param firstName never null
 * @param lastName never null
 * @param email may be null
 * @param timezone an IANA name
 * @param language an ISO 639 code
 * @param position the job; may be null
 * @param department may be null
 * @param role what the user may do
 * @param shiftColor the colour in schedules; may be null
 * @param region the country; may be null
 * @param mutedUntil the end of a quiet period, in which the user is told nothing; null for none
 */
public record UserEntry(
    long id,
    String username,
    String firstName,
    String lastName,
    String email,
    String timezone,
    String language,
    String position,
    String department,
    User.Role role,
    String shiftColor,
    String region,
    Instant mutedUntil) {

  /** One of no known region who is not muted. */
  public UserEntry(
      long id,
      String username,
      String firstName,
      String lastName,
      String email,
      String timezone,
      String language,
      String position,
      String department,
      User.Role role,
      String shiftColor) {
    this(
        id,
        username,
        firstName,
        lastName,
        email,
        timezone,
        language,
        position,
        department,
        role,
        shiftColor,
        null,
        null);
  }

  /** The same user under another name. */
  public UserEntry named(String newUsername) {
    return new UserEntry(
        id,
        newUsername,
        firstName,
        lastName,
        email,
        timezone,
        language,
        position,
        department,
        role,
        shiftColor,
        region,
        mutedUntil);
  }
}
