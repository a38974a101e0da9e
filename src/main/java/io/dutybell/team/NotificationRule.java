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
 */
public record NotificationRule(
    long id, long contactId, Purpose purpose, String type, int delayMin) {

  /** What a notification rule is about. */
  public enum Purpose {
    ALERT,
    UPDATE,
    DUTY
  }
}
