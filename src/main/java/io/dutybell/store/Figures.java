package io.dutybell.store;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Figures about the queues, read from the database.
 *
 * @param unprocessed events that are still to be worked on
 * @param backlogAge how long the oldest of them has waited; zero when there is none
 * @param escalationLag how overdue the oldest escalation step is; zero when none is
 * @param oldestUndelivered how long the oldest notification that is due has been due; zero when
 *     there is none
 * @param notifications waiting and dead notifications by state
 * @param databaseClockSkew how far the database's clock is ahead of this process's; for a report
 *     only, nothing else asks it
 */
public record Figures(
    long unprocessed,
    Duration backlogAge,
    Duration escalationLag,
    Duration oldestUndelivered,
    Map<String, Long> notifications,
    Duration databaseClockSkew) {

  /**
   * Reads the figures.
   *
   * @param now the present
   * @throws DatabaseAway when the database cannot be reached
   */
  public static Figures read(Database database, Instant now) {
    return database.inTransaction(
        session -> {
          Map<String, Long> states = new HashMap<>();
          session.list(
              "notifications/by-state",
              row -> states.put(row.text("state"), row.number("waiting")));
          return session
              .first(
                  "system_state/figures",
                  p -> p.instant("now", now),
                  row ->
                      new Figures(
                          row.number("unprocessed"),
                          since(row.instant("oldest_event"), now),
                          since(row.instant("oldest_step"), now),
                          since(row.instant("oldest_notification"), now),
                          Map.copyOf(states),
                          Duration.between(now, row.instant("database_time"))))
              .orElseThrow();
        });
  }

  private static Duration since(Instant then, Instant now) {
    return then == null || then.isAfter(now) ? Duration.ZERO : Duration.between(then, now);
  }
}
