package io.dutybell.api;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.ScheduleStore;
import io.dutybell.oncall.OnCall;
import io.dutybell.oncall.Range;
import io.dutybell.oncall.Schedule;
import io.dutybell.oncall.Shift;
import io.dutybell.team.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /api/schedules}: on-call schedules. */
public final class Schedules {

  private static final String RESOURCE = "schedule";
  private static final String CURRENT_SHIFT = "currentShift";
  private static final String NEXT_SHIFT = "nextShift";

  private final ScheduleStore store;
  private final ScheduleShifts shifts;
  private final ScheduleFields reader;
  private final LiveConfiguration live;
  private final Clock clock;

  public Schedules(
      ScheduleStore store, ScheduleShifts shifts, LiveConfiguration live, Clock clock) {
    this.store = store;
    this.shifts = shifts;
    this.reader = new ScheduleFields(live);
    this.live = live;
    this.clock = clock;
  }

  /** Lists schedules in the order of their numbers. */
  public Answer list(Call call) {
    Page page = call.page();
    Sight sight = shifts.sight(call);
    return Answer.ok(shown(sight.page(page, store::list, sight::sees), call));
  }

  /** Shows one schedule. */
  public Answer find(Call call) {
    return found(shifts.of(call), call);
  }

  /** Finds a schedule by its exact name. */
  public Answer findByName(Call call) {
    return store
        .findByName(call.param("name"))
        .filter(shifts.sight(call)::sees)
        .map(schedule -> found(schedule, call))
        .orElseThrow(() -> Problem.notFound("there is no schedule with that name"));
  }

  /** Who is on call does not belong to the version. */
  private Answer found(Schedule schedule, Call call) {
    return Answer.ok(shown(schedule, call))
        .showing(Configured.of(json(schedule, shifts.sight(call))));
  }

  /** Makes a schedule. */
  public Answer add(Call call) {
    return call.change(this::adding);
  }

  private Answer adding(Call call) {
    live.refresh();
    Schedule schedule =
        reader.schedule(0, call.fields()).ofTeams(OwningTeams.ofNew(call, shifts.sight(call)));
    refuseGaps(call, schedule);
    schedule = schedule.withId(store.add(schedule));
    return Answer.created(shown(schedule, call))
        .changing(RESOURCE, schedule.id(), null, json(schedule, shifts.sight(call)));
  }

  /** Replaces a schedule; its overrides stay. */
  public Answer replace(Call call) {
    return call.change(this::replacing);
  }

  private Answer replacing(Call call) {
    live.refresh();
    Schedule old = shifts.of(call);
    Sight sight = shifts.sight(call);
    OwningTeams.requireMayChange(call.caller(), old.teamIds());
    Map<String, Object> was = json(old, sight);
    call.expect(was);
    Schedule schedule =
        reader
            .schedule(old.id(), call.fields())
            .ofTeams(OwningTeams.ofReplaced(call, sight, old.teamIds()));
    refuseGaps(call, schedule);
    if (!store.replace(schedule)) {
      throw ScheduleShifts.missing(old.id());
    }
    return Answer.ok(shown(schedule, call))
        .changing(RESOURCE, schedule.id(), was, json(schedule, sight));
  }

  /** Deletes a schedule with its overrides. */
  public Answer delete(Call call) {
    return call.change(this::deleting);
  }

  private Answer deleting(Call call) {
    Schedule schedule = shifts.of(call);
    Sight sight = shifts.sight(call);
    OwningTeams.requireMayDelete(call, sight, schedule.teamIds());
    Map<String, Object> was = json(schedule, sight);
    call.expect(was);
    store.delete(schedule.id(), sight::sees);
    return Answer.noContent().changing(RESOURCE, schedule.id(), was, null);
  }

  /** With {@code abort-on-gaps=true} a static schedule must have none between its shifts. */
  private static void refuseGaps(Call call, Schedule schedule) {
    List<Shift> all = schedule.shifts();
    if (ScheduleShifts.flag(call.query(), "abort-on-gaps") && !all.isEmpty()) {
      List<Range> gaps = OnCall.gaps(all, all.get(0).start(), all.get(all.size() - 1).end());
      if (!gaps.isEmpty()) {
        throw Problem.invalid(
            "shifts",
            "leaves nobody on call from " + gaps.get(0).start() + " to " + gaps.get(0).end());
      }
    }
  }

  private static Map<String, Object> json(Schedule schedule, Sight sight) {
    return ScheduleJson.schedule(schedule, sight);
  }

  private Map<String, Object> shown(Schedule schedule, Call call) {
    return shown(List.of(schedule), call).get(0);
  }

  private List<Map<String, Object>> shown(List<Schedule> schedules, Call call) {
    Sight sight = shifts.sight(call);
    Set<String> include = call.query().names("include");
    if (!include.contains(CURRENT_SHIFT) && !include.contains(NEXT_SHIFT)) {
      return schedules.stream().map(schedule -> json(schedule, sight)).toList();
    }
    Instant now = clock.now();
    Map<Long, User> users = live.current().users();
    Map<Long, List<Shift>> overrides = shifts.overrides(schedules, now);
    return schedules.stream()
        .map(
            schedule -> {
              Map<String, Object> json = json(schedule, sight);
              List<Shift> own = overrides.getOrDefault(schedule.id(), List.of());
              if (include.contains(CURRENT_SHIFT)) {
                json.put(
                    CURRENT_SHIFT,
                    OnCall.current(schedule, own, now)
                        .map(shift -> ScheduleJson.shift(shift, users))
                        .orElse(null));
              }
              if (include.contains(NEXT_SHIFT)) {
                json.put(
                    NEXT_SHIFT,
                    OnCall.next(schedule, own, now)
                        .map(shift -> ScheduleJson.shift(shift, users))
                        .orElse(null));
              }
              return json;
            })
        .toList();
  }
}
