package io.dutybell.team;

/**
 * "For HIGH priority alerts: this contact after N minutes."
 *
 * @param id its number
 * @param contactId which contact is told
 * @param purpose what it is told about
 * @param type the priority ({@code HIGH_PRIORITY}, {@code LOW_PRIORITY}) for ALERT; the change
 *     ({@code ALERT_ACCEPTED}, {@code ALERT_RESOLVED}, {@code ALERT_ESCALATED}) for UPDATE; {@code
 *     ON_CALL} for DUTY
 * @param delayMin how long after the user was assigned, in minutes
 * @param method how a telephone number is told when that is not by SMS: {@code VOICE} or {@code
 *     WHATSAPP}; null for the contact's own way
 */
public record NotificationRule(
    long id, long contactId, Purpose purpose, String type, int delayMin, String method) {

  /** A rule that tells the contact in its own way. */
  public NotificationRule(long id, long contactId, Purpose purpose, String type, int delayMin) {
    this(id, contactId, purpose, type, delayMin, null);
  }

  /** What a notification rule is about. */
  public enum Purpose {
    ALERT,
    UPDATE,
    DUTY
  }
}
