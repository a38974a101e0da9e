package io.dutybell.store;

import java.lang.reflect.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers the values of many rows, column by column, for a statement that takes them all at once
 * with {@code unnest(:id[], …)}: PostgreSQL then starts one statement instead of one for each row.
 */
final class ColumnParams extends Params {

  private record Column(Type type, List<Object> values) {}

  private final Sql sql;
  private final Map<String, Column> columns = new HashMap<>();
  private Instant lastInstant;
  private String lastText;

  ColumnParams(Sql sql) {
    this.sql = sql;
  }

  @Override
  void put(String param, Type type, Object value) {
    Column column =
        columns.computeIfAbsent(
            param,
            p -> {
              sql.positionsOf(p);
              return new Column(type, new ArrayList<>());
            });
    column.values().add(value instanceof Instant at ? text(at) : value);
  }

  /** The rows of a batch mostly have the same instants. */
  private String text(Instant at) {
    if (!at.equals(lastInstant)) {
      lastInstant = at;
      lastText = at.toString();
    }
    return lastText;
  }

  @Override
  void putAll(String param, Type type, Collection<?> values) {
    throw new IllegalArgumentException(
        "statement " + sql.name() + " takes rows, and an array for :" + param + " is not a value");
  }

  /** Binds what was gathered. */
  void bind(PreparedStatement statement) throws SQLException {
    for (Map.Entry<String, Column> entry : columns.entrySet()) {
      Column column = entry.getValue();
      Object[] array =
          column
              .values()
              .toArray((Object[]) Array.newInstance(column.type().element, column.values().size()));
      for (int at : sql.positionsOf(entry.getKey())) {
        statement.setArray(
            at, statement.getConnection().createArrayOf(column.type().sqlName, array));
      }
    }
  }
}
