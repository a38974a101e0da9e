package io.dutybell.configuration;

import io.dutybell.team.User;

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
    String region) {

  /** A user of no known region. */
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
        region);
  }
}
