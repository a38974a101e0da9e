package io.dutybell.store;

import java.time.Duration;
import java.time.Instant;

/**
 * How late the work is, read from the database at little cost, however much waits.
 *
 * @param backlogAge how long the oldest event that is still to be worked on has waited; zero when
 *     there is none
 * @param escalationLag how overdue the oldest escalation step is; zero when none is
 * @param oldestUndelivered how long the oldest notification that is due has been due; zero when
 *     there is none
 * @param databaseClockSkew how far the database's clock is ahead of this process's; for a report
 *     only, nothing else asks it
 */
public record Figures(
    Duration backlogAge,
    Duration escalationLag,
    Duration oldestUndelivered,
    Duration databaseClockSkew) {

  /**
   * Reads the figures.
   *
   * @param now the present
   * @throws DatabaseAway when the database cannot be reached
   */
  public static Figures read(Database database, Instant now) {
    return database.inTransaction(
        session ->
            session
                .first(
                    "system_state/figures",
                    p -> p.instant("now", now),
                    row ->
                        new Figures(
                            since(row.instant("oldest_event"), now),
                            since(row.instant("oldest_step"), now),
                            since(row.instant("oldest_notification"), now),
                            Duration.between(now, row.instant("database_time"))))
                .orElseThrow());
  }

  private static Duration since(Instant then, Instant now) {
    return then == null || then.isAfter(now) ? Duration.ZERO : Duration.between(then, now);
  }
}
