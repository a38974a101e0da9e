package io.dutybell.configuration;

import io.dutybell.source.SupportHours;

/**
 * Which support hours an alert source is to have.
 *
 * @param id the number of stored ones; null for none, or for its own
 * @param own ones to be stored for this source; null when there are none
 * @param autoRaise whether pending alerts become HIGH when the hours that mean HIGH begin
 */
public record SupportHoursChoice(Long id, SupportHours own, boolean autoRaise) {

  /** No support hours. */
  public static final SupportHoursChoice NONE = new SupportHoursChoice(null, null, false);
}
