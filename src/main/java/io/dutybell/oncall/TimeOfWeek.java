package io.dutybell.oncall;

import java.time.DayOfWeek;
import java.time.LocalTime;

/**
 * A moment that comes again every week, or every day.
 *
 * @param day may be null, and means nothing, where it comes again every day
 * @param time the local time
 */
public record TimeOfWeek(DayOfWeek day, LocalTime time) {}
