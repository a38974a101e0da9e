package io.dutybell.notification;

import java.time.Instant;

/**
 * A notification that is to be made, in the transaction of the change that caused it.
 *
 * @param alertId the alert
 * @param userId who is told; null for the fallback of the installation
 * @param contactId over which contact; null for the fallback of the installation
 * @param connector through which connector
 * @param purpose why
 * @param urgency 0 for the first word to a user about an alert, 1 for all that repeats or follows;
 *     lower goes first
 * @param dueAt when
 */
public record NotificationOrder(
    long alertId,
    Long userId,
    Long contactId,
    String connector,
    Purpose purpose,
    int urgency,
    Instant dueAt) {}
