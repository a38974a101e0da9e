package io.dutybell.alert;

import java.time.Instant;

/**
 * A user becomes a responder of an alert.
 *
 * @param alertId the alert
 * @param userId the user
 * @param level the escalation level, 0 when assigned by a person
 * @param at when
 */
public record Assignment(long alertId, long userId, int level, Instant at) {}
