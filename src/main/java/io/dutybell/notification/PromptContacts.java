package io.dutybell.notification;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which contacts take what they are sent, and soon. Any other one gets only a share of what its
 * connector sends at the same time, so that one that hangs holds up nobody else's.
 */
final class PromptContacts {

  /** From the claim to the answer: well above a busy connector's, well below what times out. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Set<Long> prompt = ConcurrentHashMap.newKeySet();

  /** How many attempts another contact may have under way, of so many that its connector may. */
  static int share(int concurrency) {
    return Math.max(1, concurrency / 4);
  }

  /**
   * Notes what came of an attempt.
   *
   * @param contactId the contact; 0 for the fallback of the installation
   * @param took from its claim until now
   */
  void settled(long contactId, boolean delivered, Duration took) {
    if (delivered && took.compareTo(SOON) < 0) {
      prompt.add(contactId);
    } else {
      prompt.remove(contactId);
    }
  }

  /** Whether the last attempt went well; false for a contact that is new. */
  boolean contains(long contactId) {
    return prompt.contains(contactId);
  }
}
