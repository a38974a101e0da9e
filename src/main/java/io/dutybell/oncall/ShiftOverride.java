package io.dutybell.oncall;

/**
 * A shift that wins over a schedule.
 *
 * @param id the number; a higher one is newer
 * @param scheduleId the schedule's number
 * @param shift who is on call instead, and when
 */
public record ShiftOverride(long id, long scheduleId, Shift shift) {}
