package io.dutybell.store;

import io.dutybell.outside.AtTheEnd;
import io.dutybell.outside.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/** Makes empty, migrated databases of both kinds. */
public final class FreshDatabase {

  /** The database of PostgreSQL that is there from the beginning, and has nothing in it. */
  private static final String NOTHING = "template1";

  /** A migrated database that is only copied: much faster than to migrate each anew. */
  private static final String MIGRATED = "migrated";

  /** They would be hundreds at the end, with as many files each as there are tables and indexes. */
  private static final String LEFT_BY_EARLIER_TESTS =
      """
      select datname from pg_database d
      where datname like 'copy%' and not exists (select 1 from pg_stat_activity a where a.datname = d.datname)
      """;

  private static final String IN_USE = "55006";

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static EmbeddedPostgres server;
  private static boolean hasMigrated;

  private FreshDatabase() {}

  /** An empty database of this kind; the caller closes it. */
  public static Database of(Dialect dialect) {
    Database database =
        dialect == Dialect.H2
            ? Database.of("jdbc:h2:mem:test" + NUMBER.incrementAndGet(), "sa", "", 4)
            : Database.of(copyOfMigrated(), "postgres", "postgres", 4);
    migrate(database);
    return database;
  }

  /** A database as an older version made it, still to be migrated; the caller closes it. */
  static Database ofVersion(Dialect dialect, String version) {
    Database database = unmigrated(dialect);
    Flyway.configure()
        .dataSource(database.dataSource())
        .locations("classpath:db/migration/common", "classpath:db/migration/" + dialect.suffix())
        .target(version)
        .load()
        .migrate();
    return database;
  }

  private static Database unmigrated(Dialect dialect) {
    return dialect == Dialect.H2
        ? Database.of("jdbc:h2:mem:test" + NUMBER.incrementAndGet(), "sa", "", 4)
        : Database.of(postgresql(), "postgres", "postgres", 4);
  }

  /** A busy machine may take longer than the pool waits for its first connection. */
  private static void migrate(Database database) {
    for (int tries = 1; !database.isReady(); tries++) {
      try {
        database.migrate();
      } catch (DatabaseAway e) {
        if (tries == 20) {
          throw e;
        }
      }
    }
  }

  /**
   * The JDBC URL of a PostgreSQL database in which there is nothing yet; user and password are
   * {@code postgres}.
   */
  public static String postgresql() {
    return copy(NOTHING, "test" + NUMBER.incrementAndGet());
  }

  private static synchronized String copyOfMigrated() {
    if (hasMigrated) {
      dropWhatNobodyUses();
    } else {
      try (Database database = Database.of(copy(NOTHING, MIGRATED), "postgres", "postgres", 4)) {
        migrate(database);
      }
      hasMigrated = true;
    }
    return copy(MIGRATED, "copy" + NUMBER.incrementAndGet());
  }

  private static void dropWhatNobodyUses() {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      List<String> left = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery(LEFT_BY_EARLIER_TESTS)) {
        while (rows.next()) {
          left.add(rows.getString(1));
        }
      }
      for (String name : left) {
        statement.execute("drop database " + name);
      }
    } catch (SQLException e) {
      // Somebody is in it after all: there will be another time.
      if (!IN_USE.equals(e.getSQLState())) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** One server for all tests of the process; it ends with the process. */
  private static synchronized String copy(String template, String name) {
    try {
      if (server == null) {
        server =
            EmbeddedPostgres.builder()
                .setPort(FreePort.next())
                .setRegisterShutdownHook(false)
                .start();
        AtTheEnd.run(FreshDatabase::stop);
      }
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create database " + name + " template " + template);
      }
      return server.getJdbcUrl("postgres", name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void stop() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
