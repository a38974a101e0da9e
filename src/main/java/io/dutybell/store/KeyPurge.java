package io.dutybell.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes alert keys that nobody has touched for long and that have no open alert. An index on that
 * instant would have to be written for every event; so the keys are walked through in their order,
 * a part of them each time, which goes on where the last one ended and begins again after the last
 * key. For one thread.
 */
final class KeyPurge {

  private static final int PAGE = 1_000;
  private static final int PAGES_AT_ONCE = 200;

  private final Database database;
  private Place place = Place.FIRST;

  KeyPurge(Database database) {
    this.database = database;
  }

  /** Where a walk through the keys is: behind this key of this source. */
  private record Place(long sourceId, String after) {

    static final Place FIRST = new Place(0, "");
  }

  private record Key(String text, Instant touchedAt) {}

  /** Looks at the next 200,000 keys at the most, and deletes those not touched since then. */
  void run(Instant before) {
    for (int page = 0; page < PAGES_AT_ONCE; page++) {
      Place here = place;
      place = database.inTransaction(session -> purge(session, here, before));
      if (place.equals(Place.FIRST)) {
        return;
      }
    }
  }

  /** Does a page and gives where the next one begins. */
  private static Place purge(Session session, Place place, Instant before) throws SQLException {
    List<Key> keys =
        session.list(
            "alert_keys/page",
            p ->
                p.number("sourceId", place.sourceId())
                    .text("after", place.after())
                    .count("most", PAGE),
            row -> new Key(row.text("alert_key"), row.instant("touched_at")));
    List<String> old = new ArrayList<>();
    for (Key key : keys) {
      if (key.touchedAt().isBefore(before)) {
        old.add(key.text());
      }
    }
    if (!old.isEmpty()) {
      session.update(
          "alert_keys/purge",
          p ->
              p.number("sourceId", place.sourceId())
                  .texts("alertKeys", old)
                  .instant("before", before));
    }
    if (keys.size() == PAGE) {
      return new Place(place.sourceId(), keys.get(PAGE - 1).text());
    }
    Long next =
        session
            .list(
                "alert_keys/next-source",
                p -> p.number("after", place.sourceId()),
                row -> row.number("source_id"))
            .get(0);
    return next == null ? Place.FIRST : new Place(next, "");
  }
}
