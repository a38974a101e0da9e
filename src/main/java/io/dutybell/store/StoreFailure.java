package io.dutybell.store;

import java.sql.SQLException;

/**
 * The database answered and refused a statement: a mistake of the program or of the data, not of
 * the connection.
 */
public final class StoreFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String sqlState;

  StoreFailure(SQLException cause) {
    super(cause.getMessage(), cause);
    this.sqlState = cause.getSQLState() == null ? "" : cause.getSQLState();
  }

  /** Whether a unique value exists already. */
  public boolean isDuplicate() {
    return sqlState.startsWith("23505");
  }

  /** Whether a row that is referred to is missing, or is in use. */
  public boolean isReference() {
    return sqlState.startsWith("23503") || sqlState.startsWith("23506");
  }
}
