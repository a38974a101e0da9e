package io.dutybell.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One transaction. Statements are named after their files, see {@link Sql}. */
public final class Session {

  /** Gives a statement its parameters. */
  @FunctionalInterface
  public interface Bind {
    void to(Params params) throws SQLException;
  }

  /** Gives a statement of a batch the parameters of one item. */
  @FunctionalInterface
  public interface BindEach<T> {
    void to(Params params, T item) throws SQLException;
  }

  /** Makes a value of a row. */
  @FunctionalInterface
  public interface Read<T> {
    T from(Row row) throws SQLException;
  }

  private static final Bind NOTHING = params -> {};

  private final Connection connection;
  private final Database database;
  private final Set<String> changes = new HashSet<>();

  Session(Connection connection, Database database) {
    this.connection = connection;
    this.database = database;
  }

  /**
   * The names of the statements that have changed rows since this was asked last; also of those
   * that were taken back.
   */
  public Set<String> takeChanges() {
    Set<String> taken = Set.copyOf(changes);
    changes.clear();
    return taken;
  }

  /** A point to which the transaction can be taken back. */
  Savepoint savepoint() throws SQLException {
    return connection.setSavepoint();
  }

  /** Ends what began at a point: it is kept, or taken back. */
  void end(Savepoint point, boolean kept) throws SQLException {
    if (!kept) {
      connection.rollback(point);
    }
    connection.releaseSavepoint(point);
  }

  /**
   * Makes this transaction's queries be planned for the values that are asked for: a plan for any
   * values reads all of a million rows for a user who has ten of them. They are to give the first
   * rows of an order, so that none reads all rows before it gives the first.
   */
  public void readFirst() throws SQLException {
    set("plan_cache_mode = force_custom_plan", "enable_hashjoin = off");
  }

  /**
   * As {@link #readFirst}, for queries that find everything in its order in an index, or in several
   * parts of one: none gathers all rows to sort them. The planner would, as long as a table was not
   * vacuumed.
   */
  public void readInOrder() throws SQLException {
    readFirst();
    set("enable_sort = off", "enable_bitmapscan = off", "enable_hashagg = off");
  }

  /**
   * Makes this transaction's queries be planned for the values that are asked for, and lets them
   * use more memory and a second processor, because they read very many rows.
   */
  public void readMany() throws SQLException {
    set(
        "plan_cache_mode = force_custom_plan",
        "work_mem = '48MB'",
        "max_parallel_workers_per_gather = 2");
  }

  /**
   * Makes this transaction's queries be planned for the values that are asked for, and lets them
   * read whole tables, because they may need most of their rows: with the memory to join a million
   * alerts with their notifications, and a second processor.
   */
  public void readMost() throws SQLException {
    set(
        "plan_cache_mode = force_custom_plan",
        "enable_seqscan = on",
        "work_mem = '64MB'",
        "max_parallel_workers_per_gather = 2");
  }

  /** Until the end of this transaction; H2 has no such settings. */
  private void set(String... settings) throws SQLException {
    if (database.dialect() == Dialect.POSTGRESQL) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("set local " + String.join("; set local ", settings));
      }
    }
  }

  /** All rows of a query. */
  public <T> List<T> list(String name, Bind bind, Read<T> read) throws SQLException {
    return list(name, Set.of(), bind, read);
  }

  /** All rows of a query with these of its optional parts, see {@link Sql}. */
  public <T> List<T> list(String name, Set<String> parts, Bind bind, Read<T> read)
      throws SQLException {
    Sql sql = parts.isEmpty() ? database.sql(name) : database.sql(name, parts);
    try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
      bind.to(new RowParams(statement, sql));
      try (ResultSet result = statement.executeQuery()) {
        List<T> rows = new ArrayList<>();
        Row row = new Row(result);
        while (result.next()) {
          rows.add(read.from(row));
        }
        return rows;
      }
    }
  }

  /** All rows of a query without parameters. */
  public <T> List<T> list(String name, Read<T> read) throws SQLException {
    return list(name, NOTHING, read);
  }

  /** The first row of a query, if there is one. */
  public <T> Optional<T> first(String name, Bind bind, Read<T> read) throws SQLException {
    List<T> rows = list(name, bind, read);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  /** The first row of a query with these of its optional parts, if there is one. */
  public <T> Optional<T> first(String name, Set<String> parts, Bind bind, Read<T> read)
      throws SQLException {
    List<T> rows = list(name, parts, bind, read);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  /**
   * Changes rows.
   *
   * @return how many rows changed
   */
  public int update(String name, Bind bind) throws SQLException {
    changes.add(name);
    Sql sql = database.sql(name);
    try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
      bind.to(new RowParams(statement, sql));
      return statement.executeUpdate();
    }
  }

  /** Inserts a row and gives the value that the database made for its column {@code id}. */
  public long insert(String name, Bind bind) throws SQLException {
    changes.add(name);
    Sql sql = database.sql(name);
    try (PreparedStatement statement =
        connection.prepareStatement(sql.text(), new String[] {"id"})) {
      bind.to(new RowParams(statement, sql));
      statement.executeUpdate();
      try (ResultSet keys = statement.getGeneratedKeys()) {
        keys.next();
        return keys.getLong(1);
      }
    }
  }

  /**
   * Runs a statement for every item, in one round trip; nothing at all when there are no items. A
   * statement that takes whole columns is run once for all of them.
   */
  public <T> void batch(String name, Collection<T> items, BindEach<T> bind) throws SQLException {
    if (items.isEmpty()) {
      return;
    }
    changes.add(name);
    Sql sql = database.sql(name);
    try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
      if (sql.takesRows()) {
        ColumnParams columns = new ColumnParams(sql);
        for (T item : items) {
          bind.to(columns, item);
        }
        columns.bind(statement);
        statement.executeUpdate();
        return;
      }
      Params params = new RowParams(statement, sql);
      for (T item : items) {
        bind.to(params, item);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
