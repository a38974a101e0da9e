package io.dutybell.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Deletes what is older than its retention, a page at a time, so that nobody waits for it. Open
 * alerts and what belongs to them stay; and what is kept twice is made to agree.
 */
public final class Retention {

  private static final int PAGE = 1_000;

  /** The most by which the time in an event's id may differ from its time of receipt. */
  private static final Duration ID_SLACK = Duration.ofHours(1);

  private final Database database;
  private final Duration events;
  private final Duration alerts;
  private final Duration auditLog;
  private final KeyPurge keys;
  private final ResponderCopies copies;

  /**
   * @param database where it is
   * @param events how long events, with their bodies, are kept
   * @param alerts how long resolved alerts, with all that belongs to them, are kept
   * @param auditLog how long the audit log is kept
   */
  public Retention(Database database, Duration events, Duration alerts, Duration auditLog) {
    this.database = database;
    this.events = events;
    this.alerts = alerts;
    this.auditLog = auditLog;
    this.keys = new KeyPurge(database);
    this.copies = new ResponderCopies(database);
  }

  /**
   * Deletes everything that is old enough.
   *
   * @param now the present
   * @return how many events and alerts were deleted
   */
  public int purge(Instant now) {
    int total = 0;
    int page;
    do {
      page = database.inTransaction(session -> purgeEvents(session, now.minus(events)));
      total += page;
    } while (page == PAGE);
    do {
      page = database.inTransaction(session -> purgeAlerts(session, now.minus(alerts)));
      total += page;
    } while (page == PAGE);
    keys.run(now.minus(alerts));
    copies.renew();
    database.inTransaction(
        session ->
            session.update("audit_log/purge", p -> p.instant("before", now.minus(auditLog))));
    return total;
  }

  private static int purgeEvents(Session session, Instant before) throws SQLException {
    List<UUID> old =
        session.list(
            "events/old",
            p ->
                p.instant("before", before)
                    .uuid("beforeId", firstId(before.plus(ID_SLACK)))
                    .count("most", PAGE),
            row -> row.uuid("id"));
    if (!old.isEmpty()) {
      session.update("events/purge", p -> p.uuids("ids", old));
    }
    return old.size();
  }

  /** Ids of events begin with their milliseconds (UUID version 7). */
  private static UUID firstId(Instant at) {
    return new UUID(Math.max(0, at.toEpochMilli()) << 16, 0);
  }

  private static int purgeAlerts(Session session, Instant before) throws SQLException {
    List<Long> old =
        session.list(
            "alerts/old",
            p -> p.instant("before", before).count("most", PAGE),
            row -> row.number("id"));
    if (!old.isEmpty()) {
      for (String table :
          List.of(
              "notification_attempts/purge",
              "notifications/purge",
              "timeline/purge",
              "alert_responders/purge",
              "alert_members/purge",
              "alerts/purge")) {
        session.update(table, p -> p.numbers("alertIds", old));
      }
    }
    return old.size();
  }
}
