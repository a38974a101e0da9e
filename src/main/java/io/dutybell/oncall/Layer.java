package io.dutybell.oncall;

import java.time.Instant;
import java.util.List;

/**
 * Users who take turns.
 *
 * @param name may be null
 * @param startsOn when the first user's first turn begins
 * @param endsOn when the last turn ends; null for never
 * @param userIds in the order of their turns, at least one
 * @param rotation how long a turn lasts, whole hours
 * @param restrictionType null when there are no restrictions
 * @param restrictions the only times in which the layer has somebody on call; empty for always.
 *     Turns go on outside of them
 */
public record Layer(
    String name,
    Instant startsOn,
    Instant endsOn,
    List<Long> userIds,
    Span rotation,
    Restriction.Type restrictionType,
    List<Restriction> restrictions) {

  public Layer {
    userIds = List.copyOf(userIds);
    restrictions = List.copyOf(restrictions);
  }
}
