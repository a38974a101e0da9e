package io.dutybell.store;

import java.sql.SQLException;
import java.util.List;

/**
 * The copies of alerts that rows of responders have, which lists of a user's alerts are read from.
 * Whoever writes an alert writes them in the same transaction; but a node of a version that did not
 * know them, which still runs while others are upgraded, does not. So they are compared once in a
 * while, a part after the other.
 */
final class ResponderCopies {

  private static final long PART = 10_000;

  /** Numbers of alerts, from the first to the last one. */
  private record Range(long first, long last) {}

  private final Database database;

  ResponderCopies(Database database) {
    this.database = database;
  }

  /**
   * Makes the rows of responders say what their alerts say.
   *
   * @return of how many alerts they had said otherwise
   */
  int renew() {
    List<Range> all =
        database.inTransaction(
            session ->
                session.list(
                    "alert_responders/first-and-last",
                    row -> new Range(row.number("first_id"), row.number("last_id"))));
    Range range = all.get(0);
    int renewed = 0;
    for (long from = range.first(); from <= range.last(); from += PART) {
      long part = from;
      renewed += database.inTransaction(session -> renew(session, part));
    }
    return renewed;
  }

  private static int renew(Session session, long from) throws SQLException {
    List<Long> apart =
        session.list(
            "alert_responders/apart",
            p -> p.number("from", from).number("until", from + PART),
            row -> row.number("id"));
    if (!apart.isEmpty()) {
      // Nobody changes them meanwhile, and what somebody has just changed is seen.
      session.list("alerts/lock", p -> p.numbers("ids", apart), row -> row.number("id"));
      session.update("alert_responders/renew", p -> p.numbers("ids", apart));
    }
    return apart.size();
  }
}
