package io.dutybell.notification;

import io.dutybell.event.Link;
import io.dutybell.event.Priority;
import io.dutybell.event.Severity;
import io.dutybell.team.Contact;
import io.dutybell.team.User;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One attempt to tell one contact something: all that a notifier needs to know.
 *
 * @param idempotencyKey the notification's id; the same over every attempt, so that receivers can
 *     tell a repetition from news; never null
 * @param purpose why the contact is told, never null
 * @param alert what it is about; null only for a test without an alert
 * @param user who is told; null for the fallback of the installation
 * @param contact the user's address; null for the fallback of the installation
 * @param connector the name of the notifier instance that sends it, never null
 * @param target the address as people know it: an email address, a telephone number, a URL; never
 *     null
 * @param params what the notifier needs besides, never null
 * @param acceptUrl the signed link that accepts the alert; null where there is none
 * @param resolveUrl the signed link that resolves the alert; null where there is none
 * @param baseUrl where this installation is reached by people, without a slash at the end
 * @param sentAt when this attempt began, never null
 */
public record Message(
    UUID idempotencyKey,
    Purpose purpose,
    AlertView alert,
    User user,
    Contact contact,
    String connector,
    String target,
    Map<String, String> params,
    String acceptUrl,
    String resolveUrl,
    String baseUrl,
    Instant sentAt) {

  public Message {
    params = Map.copyOf(params);
  }

  /**
   * An alert as a receiver sees it.
   *
   * @param id its number
   * @param sourceName the name of its alert source, never null
   * @param alertKey which events are about it, never null
   * @param summary one line; may be empty
   * @param details text of several lines; may be empty
   * @param severity null when the source does not say
   * @param priority never null
   * @param status {@code PENDING}, {@code ACCEPTED} or {@code RESOLVED}
   * @param createdAt when it was created
   * @param eventCount how many events it holds
   * @param memberCount how many alert keys it groups, at least 1
   * @param currentValue the current value with its unit; may be null
   * @param customDetails further named values, never null
   * @param links links to show, never null
   * @param url its page, {@code {base}/alerts/{id}}
   * @param level the escalation level in use, from 1; 0 when it does not escalate
   * @param acceptedBy who has accepted it, by name; null when nobody has
   * @param resolvedBy who has resolved it, by name; null when nobody has, or time
   */
  public record AlertView(
      long id,
      String sourceName,
      String alertKey,
      String summary,
      String details,
      Severity severity,
      Priority priority,
      String status,
      Instant createdAt,
      int eventCount,
      int memberCount,
      String currentValue,
      Map<String, Object> customDetails,
      List<Link> links,
      String url,
      int level,
      String acceptedBy,
      String resolvedBy) {

    public AlertView {
      // Values may be null, which Map.copyOf refuses.
      customDetails = Collections.unmodifiableMap(new LinkedHashMap<>(customDetails));
      links = List.copyOf(links);
    }
  }
}
