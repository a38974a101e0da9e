package io.dutybell.team;

import java.util.Map;

/**
 * An address of a user on one channel.
 *
 * @param id its number
 * @param kind where the API lists it
 * @param connector the notifier instance that reaches it, such as {@code email} or {@code webhook}
 * @param target the address, as people know it: an email address, a telephone number, a URL
 * @param params what the notifier needs besides, by the names of its own description; never null
 * @param verified whether the address is known to be the user's; nothing is sent to one that is not
 */
public record Contact(
    long id,
    Kind kind,
    String connector,
    String target,
    Map<String, String> params,
    boolean verified) {

  /** Where the API lists a contact. */
  public enum Kind {
    EMAIL,
    PHONE,
    CHANNEL
  }

  public Contact {
    params = Map.copyOf(params);
  }
}
