package io.dutybell.connector;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A change of an alert that sets off an alert action; its word is {@code alert-created} and so on.
 */
public enum TriggerType {
  ALERT_CREATED,
  ALERT_ASSIGNED,
  ALERT_AUTO_ESCALATED,
  ALERT_ACKNOWLEDGED,
  ALERT_RAISED,
  ALERT_COMMENT_ADDED,
  ALERT_ESCALATION_ENDED,
  ALERT_RESOLVED,
  ALERT_AUTO_RESOLVED,
  ALERT_RESPONDER_ADDED,
  ALERT_RESPONDER_REMOVED,
  /** Known to ilert's clients; it never happens here. */
  ALERT_CHANNEL_ATTACHED,
  /** Known to ilert's clients; it never happens here. */
  ALERT_CHANNEL_DETACHED;

  /** As the API and the database call it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one with this word. */
  public static Optional<TriggerType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
  }

  /** All words, in their order. */
  public static List<String> words() {
    return Arrays.stream(values()).map(TriggerType::word).toList();
  }
}
