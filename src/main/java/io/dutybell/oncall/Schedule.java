package io.dutybell.oncall;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * Says who is on call.
 *
 * @param id the number; 0 for one that is not stored yet
 * @param name unique
 * @param zone whose local time decides
 * @param type whether it has shifts or layers
 * @param layers of a recurring schedule; a later one wins over an earlier one
 * @param shifts of a static schedule
 * @param showGaps whether screens show when nobody is on call
 * @param defaultShiftDuration how long a new shift is on screens; null when nobody said
 * @param teamIds the teams that it belongs to; empty for none
 */
public record Schedule(
    long id,
    String name,
    ZoneId zone,
    Type type,
    List<Layer> layers,
    List<Shift> shifts,
    boolean showGaps,
    Span defaultShiftDuration,
    Set<Long> teamIds) {

  /** Where the shifts come from. */
  public enum Type {
    /** Every shift was put in by somebody. */
    STATIC,
    /** Shifts follow from layers. */
    RECURRING
  }

  public Schedule {
    layers = List.copyOf(layers);
    shifts = List.copyOf(shifts);
    teamIds = Set.copyOf(teamIds);
  }

  /** One that belongs to no team. */
  public Schedule(
      long id,
      String name,
      ZoneId zone,
      Type type,
      List<Layer> layers,
      List<Shift> shifts,
      boolean showGaps,
      Span defaultShiftDuration) {
    this(id, name, zone, type, layers, shifts, showGaps, defaultShiftDuration, Set.of());
  }

  /** The same schedule under its number. */
  public Schedule withId(long newId) {
    return new Schedule(
        newId, name, zone, type, layers, shifts, showGaps, defaultShiftDuration, teamIds);
  }

  /** The same schedule as something that belongs to these teams. */
  public Schedule ofTeams(Set<Long> ids) {
    return new Schedule(id, name, zone, type, layers, shifts, showGaps, defaultShiftDuration, ids);
  }

  /** Whether a layer or a shift names the user. */
  public boolean names(long userId) {
    return layers.stream().anyMatch(layer -> layer.userIds().contains(userId))
        || shifts.stream().anyMatch(shift -> shift.userId() == userId);
  }
}
