package io.dutybell.configuration;

import io.dutybell.clock.Clock;
import io.dutybell.security.IntegrationKeys;
import io.dutybell.store.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The secret addresses of calendars. Only the hash of a secret is kept; it is looked up for every
 * call, so that one that is revoked is refused at once.
 */
public final class CalendarLinkStore {

  /** The most that one user, or the installation, has for one schedule. */
  public static final int MOST = 10;

  private static final Duration USE_NOTED_EVERY = Duration.ofHours(1);

  private final ConfigurationStore store;
  private final Clock clock;

  public CalendarLinkStore(ConfigurationStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * The links of a schedule in the order of their numbers.
   *
   * @param userId whose; null for all
   */
  public List<CalendarLink> list(long scheduleId, Long userId, int skip, int count) {
    return store.read(
        session ->
            session.list(
                "calendar_links/list",
                userId == null ? Set.of("schedule", "page") : Set.of("schedule", "user", "page"),
                p -> {
                  p.number("scheduleId", scheduleId).count("skip", skip).count("count", count);
                  if (userId != null) {
                    p.number("userId", userId);
                  }
                },
                CalendarLinkStore::link));
  }

  /** The link with this number, if it is one of this schedule. */
  public Optional<CalendarLink> find(long scheduleId, long id) {
    return store.read(
        session ->
            session.first(
                "calendar_links/list",
                Set.of("schedule", "id"),
                p -> p.number("scheduleId", scheduleId).number("id", id),
                CalendarLinkStore::link));
  }

  /**
   * Stores a new link and gives its number.
   *
   * @param secret what its address holds, of which only the hash is kept
   * @throws InUse when its user has {@link #MOST} for this schedule, or the schedule is gone
   */
  public long add(CalendarLink link, String secret) {
    return store.change(
        session -> {
          ScheduleStore.requireAll(session, List.of(link.scheduleId()));
          List<CalendarLink> others =
              session.list(
                  "calendar_links/list",
                  Set.of("schedule"),
                  p -> p.number("scheduleId", link.scheduleId()),
                  CalendarLinkStore::link);
          if (others.stream().filter(o -> isOfSame(o, link)).count() >= MOST) {
            throw new InUse(
                "there are "
                    + MOST
                    + " calendar links to this schedule already; delete one that is not needed");
          }
          return session.insert(
              "calendar_links/insert",
              p ->
                  p.number("scheduleId", link.scheduleId())
                      .number("userId", link.userId())
                      .text("hash", IntegrationKeys.hash(secret))
                      .text("createdBy", link.createdBy())
                      .instant("now", link.createdAt()));
        });
  }

  private static boolean isOfSame(CalendarLink one, CalendarLink other) {
    return one.userId() == null ? other.userId() == null : one.userId().equals(other.userId());
  }

  /** The link that an address with this secret belongs to, and notes that it was used. */
  public Optional<CalendarLink> use(String secret) {
    Instant now = clock.now();
    return store.read(
        session -> {
          Optional<CalendarLink> link =
              session.first(
                  "calendar_links/list",
                  Set.of("hash"),
                  p -> p.text("hash", IntegrationKeys.hash(secret)),
                  CalendarLinkStore::link);
          Instant before = now.minus(USE_NOTED_EVERY);
          if (link.isPresent() && !isUsedSince(link.get(), before)) {
            session.update(
                "calendar_links/touch",
                p -> p.number("id", link.get().id()).instant("now", now).instant("before", before));
          }
          return link;
        });
  }

  private static boolean isUsedSince(CalendarLink link, Instant since) {
    return link.lastUsedAt() != null && link.lastUsedAt().isAfter(since);
  }

  /** Revokes a link. */
  public void delete(long id) {
    store.read(session -> session.update("calendar_links/delete", p -> p.number("id", id)));
  }

  private static CalendarLink link(Row row) throws SQLException {
    return new CalendarLink(
        row.number("id"),
        row.number("schedule_id"),
        row.number("user_id"),
        row.text("created_by"),
        row.instant("created_at"),
        row.instant("last_used_at"));
  }
}
