package io.dutybell.configuration;

import io.dutybell.store.Database;
import io.dutybell.store.Row;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What was deleted, as alerts that are still there may need it. */
public final class FormerStore {

  private static final Session.Bind NOTHING = p -> {};

  private final Database database;

  public FormerStore(Database database) {
    this.database = database;
  }

  /**
   * Something that was deleted.
   *
   * @param name null when it was not kept
   * @param teamIds the teams that it belonged to
   */
  public record Former(String name, Set<Long> teamIds) {

    public Former {
      teamIds = Set.copyOf(teamIds);
    }
  }

  /** The alert sources that were deleted, by number. */
  public Map<Long, Former> sources() {
    return database.inTransaction(
        session -> {
          Map<Long, Former> found = new HashMap<>();
          session.list("former_alert_sources/list", NOTHING, row -> put(found, row));
          return found;
        });
  }

  /** The escalation policies that were deleted, by number. */
  public Map<Long, Former> policies() {
    return database.inTransaction(
        session -> {
          Map<Long, Former> found = new HashMap<>();
          session.list("former_escalation_policies/list", NOTHING, row -> put(found, row));
          return found;
        });
  }

  private static boolean put(Map<Long, Former> found, Row row) throws SQLException {
    found.put(row.number("id"), new Former(row.text("name"), StoredJson.ids(row.text("teams"))));
    return true;
  }
}
