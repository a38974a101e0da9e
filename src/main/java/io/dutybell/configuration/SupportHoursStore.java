package io.dutybell.configuration;

import io.dutybell.clock.Clock;
import io.dutybell.source.AlertSource;
import io.dutybell.source.SupportHours;
import io.dutybell.store.Params;
import io.dutybell.store.Row;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Support hours. */
public final class SupportHoursStore {

  private final ConfigurationStore store;
  private final Clock clock;

  public SupportHoursStore(ConfigurationStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Support hours in the order of their numbers. */
  public List<SupportHours> list(int skip, int count) {
    return store.read(
        session ->
            session.list(
                "support_hours/list",
                Set.of("page"),
                p -> p.count("skip", skip).count("count", count),
                SupportHoursStore::hours));
  }

  /** The support hours with this number. */
  public Optional<SupportHours> find(long id) {
    return store.read(session -> find(session, id));
  }

  /** The support hours with this name, exactly. */
  public Optional<SupportHours> findByName(String name) {
    return store.read(session -> byName(session, name));
  }

  /**
   * Stores new support hours and gives their number.
   *
   * @throws InUse when their name is taken
   */
  public long add(SupportHours hours) {
    return store.change(
        session -> {
          refuseTakenName(session, hours);
          TeamStore.requireAll(session, hours.teamIds());
          return insert(session, hours, clock.now());
        });
  }

  /**
   * Replaces support hours.
   *
   * @param mayKnow what may be named that stands in the way
   * @return whether there were any with this number
   * @throws InUse when their name is taken, or a condition names them by the name so far
   */
  public boolean replace(SupportHours hours, SourceStore.MayKnow mayKnow) {
    return store.change(
        session -> {
          refuseTakenName(session, hours);
          Optional<SupportHours> before = find(session, hours.id());
          if (before.isPresent()) {
            ConditionHours.refuseUse(session, before.get(), hours.name(), mayKnow);
          }
          TeamStore.requireAll(session, hours.teamIds());
          return session.update(
                  "support_hours/update", p -> bind(p, hours, clock.now()).number("id", hours.id()))
              > 0;
        });
  }

  /**
   * Deletes support hours.
   *
   * @param mayKnow what may be named that stands in the way
   * @throws InUse when an alert source has them, or a condition names them
   */
  public void delete(long id, SourceStore.MayKnow mayKnow) {
    store.change(
        session -> {
          List<AlertSource> users =
              session.list(
                  "alert_sources/list",
                  Set.of("support-hours"),
                  p -> p.number("supportHoursId", id),
                  SourceStore::source);
          if (!users.isEmpty()) {
            throw new InUse(
                "the support hours are used by "
                    + users.stream()
                        .filter(s -> mayKnow.of(s.teamIds(), List.of()))
                        .findFirst()
                        .map(s -> "alert source \"" + s.name() + "\" (id " + s.id() + ")")
                        .orElse("an alert source of a private team")
                    + "; give that other ones, or none, first");
          }
          Optional<SupportHours> named = find(session, id);
          if (named.isPresent()) {
            ConditionHours.refuseUse(session, named.get(), null, mayKnow);
          }
          return session.update("support_hours/delete", p -> p.number("id", id));
        });
  }

  static Optional<SupportHours> find(Session session, long id) throws SQLException {
    return session.first(
        "support_hours/list", Set.of("id"), p -> p.number("id", id), SupportHoursStore::hours);
  }

  static Optional<SupportHours> ofSource(Session session, long sourceId) throws SQLException {
    return session.first(
        "support_hours/list",
        Set.of("of-source"),
        p -> p.number("sourceId", sourceId),
        SupportHoursStore::hours);
  }

  /** Stores new support hours under their name, or with a number behind it when that is taken. */
  static long insertUnderFreeName(Session session, SupportHours hours, Instant now)
      throws SQLException {
    String name = hours.name();
    for (int number = 2; byName(session, name).isPresent(); number++) {
      name = hours.name() + " " + number;
    }
    return insert(session, hours.named(name), now);
  }

  private static long insert(Session session, SupportHours hours, Instant now) throws SQLException {
    return session.insert("support_hours/insert", p -> bind(p, hours, now));
  }

  static Optional<SupportHours> byName(Session session, String name) throws SQLException {
    return session.first(
        "support_hours/list", Set.of("name"), p -> p.text("name", name), SupportHoursStore::hours);
  }

  private static void refuseTakenName(Session session, SupportHours hours) throws SQLException {
    if (byName(session, hours.name()).filter(h -> h.id() != hours.id()).isPresent()) {
      throw new InUse("the name \"" + hours.name() + "\" is taken by other support hours");
    }
  }

  private static Params bind(Params p, SupportHours hours, Instant now) throws SQLException {
    return p.text("name", hours.name())
        .text("timezone", hours.timezone())
        .text("days", StoredHours.ofDays(hours.days()))
        .text("exceptions", StoredHours.ofExceptions(hours.exceptions()))
        .text("teams", StoredJson.ofIds(hours.teamIds()))
        .instant("now", now);
  }

  static SupportHours hours(Row row) throws SQLException {
    return new SupportHours(
        row.number("id"),
        row.text("name"),
        row.text("timezone"),
        StoredHours.days(row.text("days")),
        StoredHours.exceptions(row.text("exceptions")),
        StoredJson.ids(row.text("teams")));
  }
}
