package io.dutybell.configuration;

/**
 * The support hours that an alert source has.
 *
 * @param id their number
 * @param name their name
 * @param autoRaise whether pending alerts become HIGH when the hours that mean HIGH begin
 */
public record SupportHoursUse(long id, String name, boolean autoRaise) {}
