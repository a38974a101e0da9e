package io.dutybell.store;

import io.dutybell.outside.AtTheEnd;
import io.dutybell.outside.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/** Makes empty, migrated databases of both kinds. */
public final class FreshDatabase {

  /** The database of PostgreSQL that is there from the beginning, and has nothing in it. */
  private static final String NOTHING = "template1";

  /** A migrated database that is only copied: much faster than to migrate each anew. */
  private static final String MIGRATED = "migrated";

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
    if (!hasMigrated) {
      try (Database database = Database.of(copy(NOTHING, MIGRATED), "postgres", "postgres", 4)) {
        migrate(database);
      }
      hasMigrated = true;
    }
    return copy(MIGRATED, "test" + NUMBER.incrementAndGet());
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
