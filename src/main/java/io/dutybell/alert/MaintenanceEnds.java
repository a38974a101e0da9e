package io.dutybell.alert;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.source.AlertSource;
import io.dutybell.store.Database;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets the problems become alerts that began in a maintenance window and outlast it. The last ALERT
 * of such a key goes back to the events that nobody has worked on, and is decided on again, as if
 * it came at the end of the window. That is found out from what is in the tables and not from a
 * timer, so it happens once, whichever node does it, also when the window was shortened or deleted,
 * or every node was down at its end.
 */
public final class MaintenanceEnds {

  private static final int PAGE = 500;

  /** So many pages of a source at once; the rest follows, so that other events get their turn. */
  private static final int PAGES_AT_ONCE = 4;

  private final Database database;
  private final AlertStore store;
  private final LiveConfiguration configuration;
  private final Clock clock;

  /**
   * @param database where the events are
   * @param store locks alert keys
   * @param configuration which maintenance windows there are
   * @param clock the time
   */
  MaintenanceEnds(
      Database database, AlertStore store, LiveConfiguration configuration, Clock clock) {
    this.database = database;
    this.store = store;
    this.configuration = configuration;
    this.clock = clock;
  }

  /**
   * Releases what is held and need not be any more; to be called a few times a second. Costs one
   * small query while nothing is held.
   *
   * @return how many events are to be decided on again
   */
  public int release() {
    int released = 0;
    Optional<Long> source = heldAfter(0);
    while (source.isPresent()) {
      long sourceId = source.get();
      if (isOver(configuration.current(), sourceId)) {
        released += release(sourceId);
      }
      source = heldAfter(sourceId);
    }
    return released;
  }

  private Optional<Long> heldAfter(long sourceId) {
    return database.inTransaction(
        session ->
            session
                .list(
                    "held_keys/next-source",
                    p -> p.number("after", sourceId),
                    row -> Optional.ofNullable(row.number("source_id")))
                .get(0));
  }

  private boolean isOver(Configuration current, long sourceId) {
    AlertSource source = current.sources().get(sourceId);
    return source == null
        || (source.active() && current.maintenance(sourceId, clock.now()).isEmpty());
  }

  private int release(long sourceId) {
    int released = 0;
    for (int page = 0; page < PAGES_AT_ONCE; page++) {
      if (!isOver(configuration.refresh(), sourceId)) {
        return released;
      }
      int keys = database.inTransaction(session -> releasePage(session, sourceId));
      released += keys;
      if (keys < PAGE) {
        return released;
      }
    }
    return released;
  }

  private int releasePage(Session session, long sourceId) throws SQLException {
    Instant now = clock.now();
    List<String> keys =
        session.list(
            "held_keys/page",
            p -> p.number("sourceId", sourceId).count("most", PAGE),
            row -> row.text("alert_key"));
    List<UUID> events =
        store.lockKeys(session, sourceId, keys, now).stream()
            .map(KeyState::heldEventId)
            .filter(Objects::nonNull)
            .toList();
    if (!events.isEmpty()) {
      session.update("events/release", p -> p.uuids("ids", events).instant("now", now));
    }
    session.batch(
        "held_keys/delete", keys, (p, key) -> p.number("sourceId", sourceId).text("alertKey", key));
    return keys.size();
  }
}
