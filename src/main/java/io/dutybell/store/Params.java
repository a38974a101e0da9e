package io.dutybell.store;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;

/**
 * Gives values to the {@code :names} of one statement. Every type has its own method, so that a
 * null is bound with the type of its column: a batch whose rows differ in type would be parsed
 * again by PostgreSQL for every row.
 */
public abstract class Params {

  /** The types that columns have. */
  enum Type {
    TEXT("varchar", String.class),
    NUMBER("bigint", Long.class),
    COUNT("integer", Integer.class),
    FLAG("boolean", Boolean.class),
    INSTANT("timestamptz", Object.class),
    UUID("uuid", Object.class),
    BYTES("bytea", byte[].class);

    /** As PostgreSQL calls it. */
    final String sqlName;

    /** What an array of it is made of for the driver. */
    final Class<?> element;

    Type(String sqlName, Class<?> element) {
      this.sqlName = sqlName;
      this.element = element;
    }
  }

  Params() {}

  abstract void put(String param, Type type, Object value) throws SQLException;

  abstract void putAll(String param, Type type, Collection<?> values) throws SQLException;

  /** Binds text; null allowed. A NUL character, which PostgreSQL refuses, becomes U+FFFD. */
  public Params text(String param, String value) throws SQLException {
    boolean clean = value == null || value.indexOf('\0') < 0;
    put(param, Type.TEXT, clean ? value : value.replace('\0', '\uFFFD'));
    return this;
  }

  /** Binds the name of an enum constant; null allowed. */
  public Params word(String param, Enum<?> value) throws SQLException {
    put(param, Type.TEXT, value == null ? null : value.name());
    return this;
  }

  /** Binds a 64-bit number; null allowed. */
  public Params number(String param, Long value) throws SQLException {
    put(param, Type.NUMBER, value);
    return this;
  }

  /** Binds a 32-bit number. */
  public Params count(String param, int value) throws SQLException {
    put(param, Type.COUNT, value);
    return this;
  }

  /** Binds true or false. */
  public Params flag(String param, boolean value) throws SQLException {
    put(param, Type.FLAG, value);
    return this;
  }

  /** Binds an instant as UTC; null allowed. */
  public Params instant(String param, Instant value) throws SQLException {
    put(param, Type.INSTANT, value);
    return this;
  }

  /** Binds a UUID; null allowed. */
  public Params uuid(String param, UUID value) throws SQLException {
    put(param, Type.UUID, value);
    return this;
  }

  /** Binds bytes; null allowed. */
  public Params bytes(String param, byte[] value) throws SQLException {
    put(param, Type.BYTES, value);
    return this;
  }

  /** Binds an array of numbers, for {@code = any(:param)}. */
  public Params numbers(String param, Collection<Long> values) throws SQLException {
    putAll(param, Type.NUMBER, values);
    return this;
  }

  /** Binds an array of instants as UTC. */
  public Params instants(String param, Collection<Instant> values) throws SQLException {
    putAll(param, Type.INSTANT, values.stream().map(v -> v.atOffset(ZoneOffset.UTC)).toList());
    return this;
  }

  /** Binds an array of UUIDs, for {@code = any(:param)}. */
  public Params uuids(String param, Collection<UUID> values) throws SQLException {
    putAll(param, Type.UUID, values);
    return this;
  }

  /** Binds an array of texts, for {@code = any(:param)}. */
  public Params texts(String param, Collection<String> values) throws SQLException {
    putAll(param, Type.TEXT, values);
    return this;
  }
}
