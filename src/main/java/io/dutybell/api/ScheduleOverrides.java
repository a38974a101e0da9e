package io.dutybell.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.OverrideStore;
import io.dutybell.oncall.Schedule;
import io.dutybell.oncall.Shift;
import io.dutybell.oncall.ShiftOverride;
import io.dutybell.team.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The overrides of on-call schedules. */
public final class ScheduleOverrides {

  private static final String RESOURCE = "schedule-override";

  private final OverrideStore store;
  private final ScheduleShifts schedules;
  private final ScheduleFields reader;
  private final LiveConfiguration live;

  public ScheduleOverrides(OverrideStore store, ScheduleShifts schedules, LiveConfiguration live) {
    this.store = store;
    this.schedules = schedules;
    this.reader = new ScheduleFields(live);
    this.live = live;
  }

  /** Lists the overrides of a schedule from the oldest to the newest. */
  public Answer list(Call call) {
    Schedule schedule = schedules.of(call);
    Page page = call.page();
    return Answer.ok(
        json(
            store.list(
                schedule.id(),
                ScheduleShifts.instant(call.query(), "from", schedule).orElse(null),
                ScheduleShifts.instant(call.query(), "until", schedule).orElse(null),
                page.skip(),
                page.count())));
  }

  /** Adds the override in the body, or replaces all by the list in it. */
  public Answer put(Call call) {
    return call.change(
        call.json() != null && call.json().isArray() ? this::replacingAll : this::putting);
  }

  /** Adds an override. */
  public Answer add(Call call) {
    return call.change(this::adding);
  }

  private Answer adding(Call call) {
    ShiftOverride override = added(call);
    Map<String, Object> json = ScheduleJson.override(override, live.current().users());
    return Answer.created(json).changing(RESOURCE, override.id(), null, json);
  }

  /** As ilert's clients add one: the answer is the schedule. */
  private Answer putting(Call call) {
    ShiftOverride override = added(call);
    Map<String, Object> json = ScheduleJson.schedule(schedules.of(call), schedules.sight(call));
    return Answer.ok(json)
        .showing(Configured.of(json))
        .changing(
            RESOURCE, override.id(), null, ScheduleJson.override(override, live.current().users()));
  }

  private ShiftOverride added(Call call) {
    live.refresh();
    Schedule schedule = schedules.of(call);
    Shift shift = reader.override(call.fields(), schedule.zone());
    if (schedules.isOver(shift)) {
      throw Problem.invalid("end", "must be in the future: what has been cannot be changed");
    }
    long id = store.add(schedule.id(), shift);
    return new ShiftOverride(id, schedule.id(), shift);
  }

  private Answer replacingAll(Call call) {
    live.refresh();
    Schedule schedule = schedules.of(call);
    Fields named = Fields.of(JsonNodeFactory.instance.objectNode().set("overrides", call.json()));
    List<Shift> shifts = new ArrayList<>();
    for (Fields fields : named.objects("overrides", ScheduleFields.MOST_SHIFTS)) {
      shifts.add(reader.override(fields, schedule.zone()));
    }
    List<ShiftOverride> before = store.replaceAll(schedule.id(), shifts);
    List<Map<String, Object>> json =
        json(store.list(schedule.id(), null, null, 0, ScheduleFields.MOST_SHIFTS));
    return Answer.ok(json).changing("schedule-overrides", schedule.id(), json(before), json);
  }

  /** Deletes an override. */
  public Answer delete(Call call) {
    return call.change(this::deleting);
  }

  private Answer deleting(Call call) {
    Schedule schedule = schedules.of(call);
    long id = call.id("overrideId");
    ShiftOverride override =
        store
            .find(schedule.id(), id)
            .orElseThrow(() -> Problem.notFound("the schedule has no override with id " + id));
    Map<String, Object> was = ScheduleJson.override(override, live.current().users());
    call.expect(was);
    store.delete(id);
    return Answer.noContent().changing(RESOURCE, id, was, null);
  }

  private List<Map<String, Object>> json(List<ShiftOverride> overrides) {
    Map<Long, User> users = live.current().users();
    return overrides.stream().map(override -> ScheduleJson.override(override, users)).toList();
  }
}
