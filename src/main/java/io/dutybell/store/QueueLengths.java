package io.dutybell.store;

import java.util.HashMap;
import java.util.Map;

/**
 * How much waits, counted in the database. Counting a long queue reads all of it, which is a part
 * of the work that the queue waits for: whoever asks often keeps the answer for a while.
 *
 * @param unprocessed events that are still to be worked on
 * @param notifications waiting and dead notifications by state
 */
public record QueueLengths(long unprocessed, Map<String, Long> notifications) {

  /**
   * Counts.
   *
   * @throws DatabaseAway when the database cannot be reached
   */
  public static QueueLengths count(Database database) {
    return database.inTransaction(
        session -> {
          Map<String, Long> states = new HashMap<>();
          session.list(
              "notifications/by-state",
              row -> states.put(row.text("state"), row.number("waiting")));
          long unprocessed =
              session.list("events/count-unprocessed", row -> row.number("unprocessed")).get(0);
          return new QueueLengths(unprocessed, Map.copyOf(states));
        });
  }
}
