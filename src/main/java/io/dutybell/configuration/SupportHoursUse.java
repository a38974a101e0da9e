package io.dutybell.configuration;

import java.util.Set;

/**
 * The support hours that an alert source has.
 *
 * @param id their number
 * @param name their name
 * @param teamIds the teams that they belong to; empty for none
 * @param autoRaise whether pending alerts become HIGH when the hours that mean HIGH begin
 */
public record SupportHoursUse(long id, String name, Set<Long> teamIds, boolean autoRaise) {}
