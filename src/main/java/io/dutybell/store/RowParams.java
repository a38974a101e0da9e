package io.dutybell.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;

/** Binds the values of one row to a statement. */
final class RowParams extends Params {

  private final PreparedStatement statement;
  private final Sql sql;

  RowParams(PreparedStatement statement, Sql sql) {
    this.statement = statement;
    this.sql = sql;
  }

  @Override
  void put(String param, Type type, Object value) throws SQLException {
    for (int at : sql.positionsOf(param)) {
      switch (type) {
        case TEXT -> setOrNull(at, value, Types.VARCHAR);
        case NUMBER -> setOrNull(at, value, Types.BIGINT);
        case COUNT -> statement.setInt(at, (Integer) value);
        case FLAG -> statement.setBoolean(at, (Boolean) value);
        case INSTANT ->
            setOrNull(
                at,
                value == null ? null : ((Instant) value).atOffset(ZoneOffset.UTC),
                Types.TIMESTAMP_WITH_TIMEZONE);
        case UUID -> statement.setObject(at, (UUID) value, Types.OTHER);
        case BYTES -> statement.setBytes(at, (byte[]) value);
      }
    }
  }

  private void setOrNull(int at, Object value, int type) throws SQLException {
    if (value == null) {
      statement.setNull(at, type);
    } else if (value instanceof String text) {
      statement.setString(at, text);
    } else if (value instanceof Long number) {
      statement.setLong(at, number);
    } else {
      statement.setObject(at, value);
    }
  }

  @Override
  void putAll(String param, Type type, Collection<?> values) throws SQLException {
    for (int at : sql.positionsOf(param)) {
      statement.setArray(
          at, statement.getConnection().createArrayOf(type.sqlName, values.toArray()));
    }
  }
}
