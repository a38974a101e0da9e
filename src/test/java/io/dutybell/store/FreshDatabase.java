package io.dutybell.store;

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

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static EmbeddedPostgres server;

  private FreshDatabase() {}

  /** An empty database of this kind; the caller closes it. */
  public static Database of(Dialect dialect) {
    Database database = unmigrated(dialect);
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
    String name = "test" + NUMBER.incrementAndGet();
    return dialect == Dialect.H2
        ? Database.of("jdbc:h2:mem:" + name, "sa", "", 4)
        : Database.of(postgresql(name), "postgres", "postgres", 4);
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

  /** The JDBC URL of an empty PostgreSQL database; user and password are {@code postgres}. */
  public static String postgresql() {
    return postgresql("test" + NUMBER.incrementAndGet());
  }

  /** One server for all tests of the process; it ends with the process. */
  private static synchronized String postgresql(String name) {
    try {
      if (server == null) {
        server = EmbeddedPostgres.start();
      }
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create database " + name);
      }
      return server.getJdbcUrl("postgres", name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
