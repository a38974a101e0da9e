package io.dutybell.configuration;

import java.time.Instant;

/**
 * A secret address at which a calendar program reads the shifts of one on-call schedule.
 *
 * @param id the number
 * @param scheduleId the schedule's number
 * @param userId whose it is; null for the installation's own
 * @param createdBy who made it, as the audit log shows it
 * @param createdAt when
 * @param lastUsedAt when it was last used, to the hour; null when it never was
 */
public record CalendarLink(
    long id,
    long scheduleId,
    Long userId,
    String createdBy,
    Instant createdAt,
    Instant lastUsedAt) {}
