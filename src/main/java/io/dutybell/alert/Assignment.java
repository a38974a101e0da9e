package io.dutybell.alert;

import java.time.Instant;

/**
 * A user becomes a responder of an alert.
 *
 * @param alertId the alert
 * @param userId the user
 * @param level the escalation level at which the user got the alert; 0 for a further responder, who
 *     is there beside whoever has it
 * @param at when
 */
public record Assignment(long alertId, long userId, int level, Instant at) {}
