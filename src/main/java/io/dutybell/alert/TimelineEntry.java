package io.dutybell.alert;

import java.time.Instant;

/**
 * One thing that happened to an alert, with the reason.
 *
 * @param alertId the alert
 * @param at when
 * @param type what kind
 * @param text a sentence for people
 * @param userId who did it or whom it concerns; null when nobody
 */
public record TimelineEntry(
    long alertId, Instant at, TimelineType type, String text, Long userId) {}
