package io.dutybell.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Binds values to the {@code :names} of one statement. Every type has its own method, so that a
 * null is bound with the type of its column: a batch whose rows differ in type would be parsed
 * again by PostgreSQL for every row.
 */
public final class Params {

  private final Connection connection;
  private final PreparedStatement statement;
  private final Map<String, List<Integer>> positions;
  private final String name;

  Params(
      Connection connection,
      PreparedStatement statement,
      Map<String, List<Integer>> positions,
      String name) {
    this.connection = connection;
    this.statement = statement;
    this.positions = positions;
    this.name = name;
  }

  /** Binds text; null allowed. A NUL character, which PostgreSQL refuses, becomes U+FFFD. */
  public Params text(String param, String value) throws SQLException {
    String clean = value == null || value.indexOf('\0') < 0 ? value : value.replace('\0', '\uFFFD');
    for (int at : at(param)) {
      if (clean == null) {
        statement.setNull(at, Types.VARCHAR);
      } else {
        statement.setString(at, clean);
      }
    }
    return this;
  }

  /** Binds the name of an enum constant; null allowed. */
  public Params word(String param, Enum<?> value) throws SQLException {
    return text(param, value == null ? null : value.name());
  }

  /** Binds a 64-bit number; null allowed. */
  public Params number(String param, Long value) throws SQLException {
    for (int at : at(param)) {
      if (value == null) {
        statement.setNull(at, Types.BIGINT);
      } else {
        statement.setLong(at, value);
      }
    }
    return this;
  }

  /** Binds a 32-bit number. */
  public Params count(String param, int value) throws SQLException {
    for (int at : at(param)) {
      statement.setInt(at, value);
    }
    return this;
  }

  /** Binds true or false. */
  public Params flag(String param, boolean value) throws SQLException {
    for (int at : at(param)) {
      statement.setBoolean(at, value);
    }
    return this;
  }

  /** Binds an instant as UTC; null allowed. */
  public Params instant(String param, Instant value) throws SQLException {
    for (int at : at(param)) {
      if (value == null) {
        statement.setNull(at, Types.TIMESTAMP_WITH_TIMEZONE);
      } else {
        statement.setObject(at, value.atOffset(ZoneOffset.UTC));
      }
    }
    return this;
  }

  /** Binds a UUID; null allowed. */
  public Params uuid(String param, UUID value) throws SQLException {
    for (int at : at(param)) {
      statement.setObject(at, value, Types.OTHER);
    }
    return this;
  }

  /** Binds bytes; null allowed. */
  public Params bytes(String param, byte[] value) throws SQLException {
    for (int at : at(param)) {
      statement.setBytes(at, value);
    }
    return this;
  }

  /** Binds an array of numbers, for {@code = any(:param)}. */
  public Params numbers(String param, Collection<Long> values) throws SQLException {
    return array(param, "bigint", values.toArray());
  }

  /** Binds an array of UUIDs, for {@code = any(:param)}. */
  public Params uuids(String param, Collection<UUID> values) throws SQLException {
    return array(param, "uuid", values.toArray());
  }

  /** Binds an array of texts, for {@code = any(:param)}. */
  public Params texts(String param, Collection<String> values) throws SQLException {
    return array(param, "varchar", values.toArray());
  }

  private Params array(String param, String type, Object[] values) throws SQLException {
    for (int at : at(param)) {
      statement.setArray(at, connection.createArrayOf(type, values));
    }
    return this;
  }

  private List<Integer> at(String param) {
    List<Integer> found = positions.get(param);
    if (found == null) {
      throw new IllegalArgumentException("statement " + name + " has no parameter :" + param);
    }
    return found;
  }
}
