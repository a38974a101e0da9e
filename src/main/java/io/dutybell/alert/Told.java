package io.dutybell.alert;

/**
 * A user was told about an alert, or is being told at this moment.
 *
 * @param alertId the alert
 * @param userId the user
 * @param contactId over which contact
 */
public record Told(long alertId, long userId, long contactId) {}
