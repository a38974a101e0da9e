package io.dutybell.configuration;

import java.sql.SQLException;
import java.util.Set;

/**
 * A change waited so long for other changes of the configuration that it was given up. Nothing was
 * changed, and nothing is wrong: it can be made again.
 */
public final class ChangesWaiting extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** PostgreSQL ended the statement after its longest time, or does not wait for a lock longer. */
  private static final Set<String> WAITED_TOO_LONG = Set.of("57014", "55P03");

  /**
   * @param cause how the database said so; null when others of this process were waited for
   */
  ChangesWaiting(Throwable cause) {
    super("other changes of the configuration take too long", cause);
  }

  /** A statement that does nothing but wait for other changes. */
  interface Wait<T> {
    T end() throws SQLException;
  }

  /**
   * Waits for other changes.
   *
   * @throws ChangesWaiting when the database has waited as long as it may
   */
  static <T> T unlessInTime(Wait<T> wait) throws SQLException {
    try {
      return wait.end();
    } catch (SQLException e) {
      if (WAITED_TOO_LONG.contains(String.valueOf(e.getSQLState()))) {
        throw new ChangesWaiting(e);
      }
      throw e;
    }
  }
}
