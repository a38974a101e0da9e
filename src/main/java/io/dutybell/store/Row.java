package io.dutybell.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * The current row of a result. A null column gives null, except where the method says otherwise.
 */
public final class Row {

  private final ResultSet result;

  Row(ResultSet result) {
    this.result = result;
  }

  /** The text in the column, or null. */
  public String text(String column) throws SQLException {
    return result.getString(column);
  }

  /** The enum constant named in the column, or null. */
  public <E extends Enum<E>> E word(String column, Class<E> type) throws SQLException {
    String text = result.getString(column);
    return text == null ? null : Enum.valueOf(type, text);
  }

  /** The 64-bit number in the column, or null. */
  public Long number(String column) throws SQLException {
    long value = result.getLong(column);
    return result.wasNull() ? null : value;
  }

  /** A number of a column that is never null. */
  public int count(String column) throws SQLException {
    return result.getInt(column);
  }

  /** A flag of a column that is never null. */
  public boolean flag(String column) throws SQLException {
    return result.getBoolean(column);
  }

  /** The instant in the column, or null. */
  public Instant instant(String column) throws SQLException {
    OffsetDateTime value = result.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  /** The UUID in the column, or null. */
  public UUID uuid(String column) throws SQLException {
    return result.getObject(column, UUID.class);
  }

  /** The bytes in the column, or null. */
  public byte[] bytes(String column) throws SQLException {
    return result.getBytes(column);
  }
}
