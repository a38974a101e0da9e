package io.dutybell.api;

import io.dutybell.oncall.Layer;
import io.dutybell.oncall.Range;
import io.dutybell.oncall.Restriction;
import io.dutybell.oncall.Roster;
import io.dutybell.oncall.Schedule;
import io.dutybell.oncall.Shift;
import io.dutybell.oncall.ShiftOverride;
import io.dutybell.oncall.TimeOfWeek;
import io.dutybell.team.User;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** On-call schedules and shifts as JSON. */
final class ScheduleJson {

  private ScheduleJson() {}

  /** All of a schedule but what has to be computed. */
  static Map<String, Object> schedule(Schedule schedule, Sight sight) {
    Map<Long, User> users = sight.configuration().users();
    return Json.object(
        "id",
        schedule.id(),
        "name",
        schedule.name(),
        "timezone",
        schedule.zone().getId(),
        "type",
        schedule.type().name(),
        "scheduleLayers",
        schedule.layers().stream().map(layer -> layer(layer, users)).toList(),
        "shifts",
        shifts(schedule.shifts(), users),
        "showGaps",
        schedule.showGaps(),
        "defaultShiftDuration",
        schedule.defaultShiftDuration() == null ? null : schedule.defaultShiftDuration().text(),
        "teams",
        OwningTeams.json(schedule.teamIds(), sight));
  }

  /** How another resource names a schedule. */
  static Map<String, Object> reference(Schedule schedule) {
    return Json.object(
        "id", schedule.id(), "name", schedule.name(), "type", schedule.type().name());
  }

  /** The same by its number; without its name when it is gone or cannot be seen. */
  static Map<String, Object> reference(long id, Sight sight) {
    Roster roster = sight.configuration().rosters().get(id);
    return roster == null || !sight.sees(roster.schedule())
        ? Json.object("id", id)
        : reference(roster.schedule());
  }

  private static Map<String, Object> layer(Layer layer, Map<Long, User> users) {
    return Json.object(
        "name",
        layer.name(),
        "startsOn",
        layer.startsOn(),
        "endsOn",
        layer.endsOn(),
        "users",
        layer.userIds().stream()
            .map(id -> EscalationPolicies.reference(id, users.get(id)))
            .toList(),
        "rotation",
        layer.rotation().text(),
        "restrictionType",
        layer.restrictionType() == null ? null : layer.restrictionType().name(),
        "restrictions",
        layer.restrictions().stream().map(ScheduleJson::restriction).toList());
  }

  private static Map<String, Object> restriction(Restriction restriction) {
    return Json.object("from", moment(restriction.from()), "to", moment(restriction.to()));
  }

  private static Map<String, Object> moment(TimeOfWeek moment) {
    return Json.object(
        "dayOfWeek",
        moment.day() == null ? null : moment.day().name(),
        "time",
        moment.time().toString());
  }

  static List<Map<String, Object>> shifts(List<Shift> shifts, Map<Long, User> users) {
    return shifts.stream().map(shift -> shift(shift, users)).toList();
  }

  static Map<String, Object> shift(Shift shift, Map<Long, User> users) {
    return Json.object(
        "user",
        EscalationPolicies.reference(shift.userId(), users.get(shift.userId())),
        "start",
        shift.start(),
        "end",
        shift.end());
  }

  static Map<String, Object> override(ShiftOverride override, Map<Long, User> users) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", override.id());
    json.putAll(shift(override.shift(), users));
    return json;
  }

  static Map<String, Object> gap(Range gap) {
    return Json.object("start", gap.start(), "end", gap.end());
  }
}
