package io.dutybell.configuration;

import io.dutybell.clock.Clock;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.oncall.Schedule;
import io.dutybell.oncall.ShiftOverride;
import io.dutybell.oncall.Span;
import io.dutybell.store.Params;
import io.dutybell.store.Row;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** On-call schedules. */
public final class ScheduleStore {

  private final ConfigurationStore store;
  private final Clock clock;

  public ScheduleStore(ConfigurationStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** All schedules in the order of their numbers. */
  public List<Schedule> all() {
    return store.read(session -> session.list("schedules/list", ScheduleStore::schedule));
  }

  /** A part of the schedules, in the order of their numbers. */
  public List<Schedule> list(int skip, int count) {
    return store.read(
        session ->
            session.list(
                "schedules/list",
                Set.of("page"),
                p -> p.count("skip", skip).count("count", count),
                ScheduleStore::schedule));
  }

  /** The schedule with this number. */
  public Optional<Schedule> find(long id) {
    return store.read(
        session ->
            session.first(
                "schedules/list", Set.of("id"), p -> p.number("id", id), ScheduleStore::schedule));
  }

  /** The schedule with this name, exactly. */
  public Optional<Schedule> findByName(String name) {
    return store.read(session -> byName(session, name));
  }

  /**
   * Stores a new schedule and gives its number.
   *
   * @throws InUse when its name is taken
   */
  public long add(Schedule schedule) {
    return store.change(
        session -> {
          refuseTaken(session, schedule);
          return session.insert("schedules/insert", p -> bind(p, schedule));
        });
  }

  /**
   * Replaces a schedule; its overrides stay.
   *
   * @return whether there was one with this number
   * @throws InUse when its name is taken
   */
  public boolean replace(Schedule schedule) {
    return store.change(
        session -> {
          refuseTaken(session, schedule);
          return session.update(
                  "schedules/update", p -> bind(p, schedule).number("id", schedule.id()))
              > 0;
        });
  }

  /**
   * Deletes a schedule with its overrides.
   *
   * @param mayBeNamed whether the caller may know of an escalation policy
   * @throws InUse when an escalation policy names it
   */
  public void delete(long id, Predicate<EscalationPolicy> mayBeNamed) {
    store.change(
        session -> {
          List<EscalationPolicy> users =
              session.list("escalation_policies/list", PolicyStore::policy).stream()
                  .filter(policy -> policy.namesSchedule(id))
                  .toList();
          if (!users.isEmpty()) {
            throw new InUse(
                "the schedule is used by "
                    + users.stream()
                        .filter(mayBeNamed)
                        .findFirst()
                        .map(p -> "escalation policy \"" + p.name() + "\" (id " + p.id() + ")")
                        .orElse("an escalation policy of a private team")
                    + "; take the schedule out of it first");
          }
          return session.update("schedules/delete", p -> p.number("id", id));
        });
  }

  /**
   * Refuses references to schedules that are gone.
   *
   * @throws InUse when there is no schedule with one of these numbers
   */
  static void requireAll(Session session, List<Long> ids) throws SQLException {
    for (long id : ids) {
      if (session
          .first("schedules/list", Set.of("id"), p -> p.number("id", id), row -> row.number("id"))
          .isEmpty()) {
        throw new InUse("the schedule with id " + id + " was deleted at the same moment");
      }
    }
  }

  /**
   * Refuses to lose a user who is, or will be, on call.
   *
   * @throws InUse when a schedule names the user, or an override that has not ended
   */
  static void refuseNamed(Session session, long userId, Instant now) throws SQLException {
    for (Schedule schedule : session.list("schedules/list", ScheduleStore::schedule)) {
      if (schedule.names(userId)) {
        throw new InUse("the user is in " + named(schedule) + "; take the user out of it first");
      }
    }
    Optional<ShiftOverride> override =
        session.first(
            "schedule_overrides/list",
            Set.of("user", "from"),
            p -> p.number("userId", userId).instant("from", now),
            OverrideStore::override);
    if (override.isPresent()) {
      Optional<Schedule> schedule =
          session.first(
              "schedules/list",
              Set.of("id"),
              p -> p.number("id", override.get().scheduleId()),
              ScheduleStore::schedule);
      throw new InUse(
          "the user is in an override of "
              + schedule.map(ScheduleStore::named).orElse("a schedule")
              + "; delete that first");
    }
  }

  private static String named(Schedule schedule) {
    return "schedule \"" + schedule.name() + "\" (id " + schedule.id() + ")";
  }

  private static Optional<Schedule> byName(Session session, String name) throws SQLException {
    return session.first(
        "schedules/list", Set.of("name"), p -> p.text("name", name), ScheduleStore::schedule);
  }

  private static void refuseTaken(Session session, Schedule schedule) throws SQLException {
    if (byName(session, schedule.name()).filter(s -> s.id() != schedule.id()).isPresent()) {
      throw new InUse("the name \"" + schedule.name() + "\" is taken by another schedule");
    }
    TeamStore.requireAll(session, schedule.teamIds());
  }

  private Params bind(Params p, Schedule schedule) throws SQLException {
    Span duration = schedule.defaultShiftDuration();
    return p.text("name", schedule.name())
        .text("timezone", schedule.zone().getId())
        .word("type", schedule.type())
        .text("layers", StoredSchedule.ofLayers(schedule.layers()))
        .text("shifts", StoredSchedule.ofShifts(schedule.shifts()))
        .flag("showGaps", schedule.showGaps())
        .text("defaultShiftDuration", duration == null ? null : duration.text())
        .text("teams", StoredJson.ofIds(schedule.teamIds()))
        .instant("now", clock.now());
  }

  static Schedule schedule(Row row) throws SQLException {
    String duration = row.text("default_shift_duration");
    return new Schedule(
        row.number("id"),
        row.text("name"),
        ZoneId.of(row.text("timezone")),
        row.word("type", Schedule.Type.class),
        StoredSchedule.layers(row.text("layers")),
        StoredSchedule.shifts(row.text("shifts")),
        row.flag("show_gaps"),
        duration == null ? null : Span.parse(duration),
        StoredJson.ids(row.text("teams")));
  }
}
