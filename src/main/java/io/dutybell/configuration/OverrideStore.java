package io.dutybell.configuration;

import io.dutybell.clock.Clock;
import io.dutybell.oncall.Shift;
import io.dutybell.oncall.ShiftOverride;
import io.dutybell.store.Row;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The overrides of on-call schedules, from the oldest to the newest. */
public final class OverrideStore {

  private static final int MOST = 1_000;
  private static final Set<String> OF_SCHEDULES = Set.of("schedules");

  private final ConfigurationStore store;
  private final Clock clock;

  public OverrideStore(ConfigurationStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * A part of the overrides of a schedule.
   *
   * @param from only those that end after it; null for all
   * @param until only those that start before it; null for all
   */
  public List<ShiftOverride> list(
      long scheduleId, Instant from, Instant until, int skip, int count) {
    Set<String> parts = new HashSet<>(Set.of("schedules", "page"));
    if (from != null) {
      parts.add("from");
    }
    if (until != null) {
      parts.add("until");
    }
    return store.read(
        session ->
            session.list(
                "schedule_overrides/list",
                parts,
                p -> {
                  p.numbers("scheduleIds", List.of(scheduleId));
                  p.count("skip", skip).count("count", count);
                  if (from != null) {
                    p.instant("from", from);
                  }
                  if (until != null) {
                    p.instant("until", until);
                  }
                },
                OverrideStore::override));
  }

  /** The shifts of all overrides that end after an instant, by the number of their schedule. */
  public Map<Long, List<Shift>> after(Collection<Long> scheduleIds, Instant from) {
    Map<Long, List<Shift>> shifts = new HashMap<>();
    if (scheduleIds.isEmpty()) {
      return shifts;
    }
    store
        .read(
            session ->
                session.list(
                    "schedule_overrides/list",
                    Set.of("schedules", "from"),
                    p -> p.numbers("scheduleIds", scheduleIds).instant("from", from),
                    OverrideStore::override))
        .forEach(
            override ->
                shifts
                    .computeIfAbsent(override.scheduleId(), id -> new ArrayList<>())
                    .add(override.shift()));
    return shifts;
  }

  /**
   * Adds an override to a schedule and gives its number.
   *
   * @throws InUse when the schedule has too many
   */
  public long add(long scheduleId, Shift shift) {
    return store.change(
        session -> {
          int count =
              session
                  .list(
                      "schedule_overrides/list",
                      OF_SCHEDULES,
                      p -> p.numbers("scheduleIds", List.of(scheduleId)),
                      row -> row.number("id"))
                  .size();
          if (count >= MOST) {
            throw new InUse(
                "the schedule has " + count + " overrides, the most there can be; delete old ones");
          }
          return insert(session, scheduleId, shift);
        });
  }

  /**
   * Replaces all overrides of a schedule.
   *
   * @param shifts from the oldest to the newest
   * @return the overrides that were there before
   */
  public List<ShiftOverride> replaceAll(long scheduleId, List<Shift> shifts) {
    return store.change(
        session -> {
          List<ShiftOverride> before =
              session.list(
                  "schedule_overrides/list",
                  OF_SCHEDULES,
                  p -> p.numbers("scheduleIds", List.of(scheduleId)),
                  OverrideStore::override);
          session.update("schedule_overrides/delete-all", p -> p.number("scheduleId", scheduleId));
          for (Shift shift : shifts) {
            insert(session, scheduleId, shift);
          }
          return before;
        });
  }

  /** The override with this number, if it is one of this schedule. */
  public Optional<ShiftOverride> find(long scheduleId, long id) {
    return store
        .read(
            session ->
                session.first(
                    "schedule_overrides/list",
                    Set.of("id"),
                    p -> p.number("id", id),
                    OverrideStore::override))
        .filter(override -> override.scheduleId() == scheduleId);
  }

  /** Deletes an override. */
  public void delete(long id) {
    store.change(session -> session.update("schedule_overrides/delete", p -> p.number("id", id)));
  }

  private long insert(Session session, long scheduleId, Shift shift) throws SQLException {
    return session.insert(
        "schedule_overrides/insert",
        p ->
            p.number("scheduleId", scheduleId)
                .number("userId", shift.userId())
                .instant("start", shift.start())
                .instant("end", shift.end())
                .instant("now", clock.now()));
  }

  static ShiftOverride override(Row row) throws SQLException {
    return new ShiftOverride(
        row.number("id"),
        row.number("schedule_id"),
        new Shift(row.number("user_id"), row.instant("starts_at"), row.instant("ends_at")));
  }
}
