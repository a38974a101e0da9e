package io.dutybell.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Savepoint;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database: H2 or PostgreSQL. A change of more than one statement is one call of {@link
 * #inTransaction}. The database may be away when the process starts, and may go away at any time:
 * calls then throw {@link DatabaseAway}, and succeed again when it is back.
 */
public final class Database implements AutoCloseable {

  /** What is done in one transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T in(Session session) throws SQLException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int TRIES = 5;

  private final Dialect dialect;
  private final HikariDataSource pool;
  private final Map<String, Sql> statements = new ConcurrentHashMap<>();

  /** The transaction that this thread's work joins; null when it has its own. */
  @SuppressWarnings("ThreadLocalUsage") // One for each database: there is one in a process.
  private final ThreadLocal<Session> joined = new ThreadLocal<>();

  private volatile boolean migrated;

  private Database(Dialect dialect, HikariDataSource pool) {
    this.dialect = dialect;
    this.pool = pool;
  }

  /**
   * Describes the database without connecting to it.
   *
   * @param url a JDBC URL of H2 or PostgreSQL
   * @param user the user's name
   * @param password the user's password, may be empty
   * @param connections the most connections to hold
   */
  public static Database of(String url, String user, String password, int connections) {
    Dialect dialect = Dialect.of(url);
    HikariConfig config = new HikariConfig();
    config.setPoolName("dutybell");
    config.setJdbcUrl(dialect == Dialect.H2 ? forcedH2(url) : url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(2);
    config.setConnectionTimeout(1_000);
    config.setValidationTimeout(800);
    config.setInitializationFailTimeout(-1);
    if (dialect == Dialect.POSTGRESQL) {
      Properties driver = new Properties();
      driver.setProperty("reWriteBatchedInserts", "true");
      driver.setProperty("connectTimeout", "2");
      driver.setProperty("socketTimeout", "20");
      driver.setProperty("tcpKeepAlive", "true");
      driver.setProperty("ApplicationName", "dutybell");
      driver.setProperty("prepareThreshold", "2");
      config.setDataSourceProperties(driver);
      // A statement is planned once for a connection, perhaps while its tables are empty, and kept:
      // a plan that reads a whole table or index would stay when the table has grown. And none of
      // our statements is worth compiling, or further processes.
      config.setConnectionInitSql(
          "set time zone 'UTC'; set enable_seqscan = off; set enable_mergejoin = off; set jit = off;"
              + " set max_parallel_workers_per_gather = 0;"
              // Before the driver gives up on the answer: otherwise what nobody waits for any more
              // goes on in the database, and holds one of its connections.
              + " set statement_timeout = '18s'");
    }
    return new Database(dialect, new HikariDataSource(config));
  }

  /**
   * What is acknowledged must survive the death of the process, whatever the URL says; names are in
   * lower case as on PostgreSQL.
   */
  private static String forcedH2(String url) {
    String kept =
        url.replaceAll(
            "(?i);(WRITE_DELAY|MODE|DATABASE_TO_LOWER|DB_CLOSE_ON_EXIT|NON_KEYWORDS)=[^;]*", "");
    return kept
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;NON_KEYWORDS=VALUE;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0";
  }

  /** Which database it is. */
  public Dialect dialect() {
    return dialect;
  }

  /** The connection pool, for {@code jdbc:} steps in routes. */
  public DataSource dataSource() {
    return pool;
  }

  /**
   * Whether the schema has been brought up to date since the start, so that the database may be
   * used.
   */
  public boolean isReady() {
    return migrated;
  }

  /**
   * Brings the schema up to date; does nothing when that was done before.
   *
   * @throws DatabaseAway when the database cannot be reached
   * @throws IllegalStateException when the schema is newer than this program or was tampered with
   */
  public synchronized void migrate() {
    if (migrated) {
      return;
    }
    try (Connection connection = pool.getConnection()) {
      LOG.debug("database reached: {}", connection.getMetaData().getDatabaseProductVersion());
    } catch (SQLException e) {
      throw new DatabaseAway("the database cannot be reached: " + reason(e), e);
    }
    try {
      forMigrations()
          .locations("classpath:db/migration/common", "classpath:db/migration/" + dialect.suffix())
          .ignoreMigrationPatterns(new String[0])
          .validateOnMigrate(true)
          .load()
          .migrate();
    } catch (org.flywaydb.core.api.exception.FlywayValidateException e) {
      throw new IllegalStateException(
          "the database's schema does not fit this version of Dutybell; run the version that made it, or a newer one: "
              + e.getMessage(),
          e);
    }
    migrated = true;
  }

  /**
   * With connections of their own on PostgreSQL: what is right for millions of rows takes longer
   * than a call may, and is planned as the database thinks best.
   */
  private FluentConfiguration forMigrations() {
    if (dialect == Dialect.H2) {
      return Flyway.configure().dataSource(pool);
    }
    String url = pool.getJdbcUrl();
    return Flyway.configure()
        .dataSource(
            url + (url.contains("?") ? "&" : "?") + "connectTimeout=2&socketTimeout=600",
            pool.getUsername(),
            pool.getPassword());
  }

  /**
   * Runs work in one transaction, and again when the database chose it as the victim of a conflict.
   *
   * @throws DatabaseAway when the database cannot be reached or the connection broke
   * @throws StoreFailure when the database refused a statement
   */
  public <T> T inTransaction(Work<T> work) {
    return run(work, false);
  }

  /**
   * Runs a statement for every item, all or nothing. Where it takes whole columns, it is one
   * statement and needs no transaction around it, which saves a round trip; else as {@link
   * #inTransaction}.
   */
  public <T> void batch(String name, Collection<T> items, Session.BindEach<T> bind) {
    run(
        session -> {
          session.batch(name, items, bind);
          return null;
        },
        sql(name).takesRows());
  }

  /**
   * Runs work whose transactions are all parts of one: together they are kept, or none of them when
   * the work throws. It is run again from the beginning when the database chose it as the victim of
   * a conflict, so it may change nothing but the database. Work within such work joins it. Only
   * what this thread does belongs to it.
   *
   * @throws DatabaseAway when the database cannot be reached or the connection broke
   * @throws StoreFailure when the database refused a statement
   */
  public <T> T together(Supplier<T> work) {
    if (isTogether()) {
      return work.get();
    }
    return run(
        session -> {
          joined.set(session);
          try {
            return work.get();
          } catch (Refused e) {
            throw e.cause;
          } finally {
            joined.remove();
          }
        },
        false);
  }

  /**
   * Runs work as a part of {@link #together} that can be taken back without the rest: when the work
   * throws, or when its result says that it was for nothing. A statement that the database refuses
   * is then no end of the whole.
   *
   * @param isKept whether what the work did is kept, by its result
   * @throws StoreFailure when the database refused a statement
   * @throws IllegalStateException outside of {@link #together}
   */
  public <T> T part(Supplier<T> work, Predicate<T> isKept) {
    Session session = joined.get();
    if (session == null) {
      throw new IllegalStateException("a part needs a whole around it");
    }
    try {
      Savepoint before = session.savepoint();
      boolean kept = false;
      boolean isAllLost = false;
      try {
        T result = work.get();
        kept = isKept.test(result);
        return result;
      } catch (Refused e) {
        // Then the point is lost too, and saying so would hide why.
        isAllLost = isConflict(e.cause) || isAway(e.cause);
        throw isAllLost ? e : new StoreFailure(e.cause);
      } finally {
        if (!isAllLost) {
          session.end(before, kept);
        }
      }
    } catch (SQLException e) {
      throw new Refused(e);
    }
  }

  /** Whether this thread is inside of {@link #together}, so that what it reads may not be kept. */
  public boolean isTogether() {
    return joined.get() != null;
  }

  /** A statement was refused in a part of a transaction: only the whole can be run again. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final SQLException cause;

    Refused(SQLException cause) {
      super(cause);
      this.cause = cause;
    }
  }

  private static <T> T join(Session session, Work<T> work) {
    try {
      return work.in(session);
    } catch (SQLException e) {
      throw new Refused(e);
    }
  }

  private <T> T run(Work<T> work, boolean oneStatement) {
    if (!migrated) {
      throw new DatabaseAway("the database has not been reached since the start", null);
    }
    Session outer = joined.get();
    if (outer != null) {
      return join(outer, work);
    }
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = pool.getConnection()) {
        Session session = new Session(connection, this);
        if (oneStatement) {
          return work.in(session);
        }
        connection.setAutoCommit(false);
        try {
          T result = work.in(session);
          connection.commit();
          return result;
        } catch (SQLException | RuntimeException | Error e) {
          rollback(connection, e);
          throw e;
        }
      } catch (SQLException e) {
        if (isConflict(e) && attempt < TRIES) {
          LOG.debug("transaction is run again after {}", e.getMessage());
          continue;
        }
        if (isAway(e)) {
          throw new DatabaseAway(reason(e), e);
        }
        throw new StoreFailure(e);
      }
    }
  }

  private static void rollback(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * Serialization failure or deadlock; on H2 also a lock time-out, a concurrent update, or a key
   * that another transaction just made.
   */
  private boolean isConflict(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("40")
        || (dialect == Dialect.H2 && (state.equals("HYT00") || state.equals("90131")));
  }

  /** The innermost message that says anything: the pool's own only says that it waited. */
  private static String reason(Throwable failure) {
    String reason = failure.toString();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      reason = cause.getMessage() == null ? reason : cause.getMessage();
    }
    return reason;
  }

  /** Also a statement that was cancelled because it waited too long, for a lock for instance. */
  private static boolean isAway(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return e instanceof SQLTransientConnectionException
        || state.startsWith("08")
        || state.startsWith("57")
        || state.equals("55P03")
        || state.equals("HYT00")
        || state.startsWith("53")
        || state.startsWith("58")
        || state.startsWith("25006")
        || state.equals("90028")
        || state.equals("90031")
        || state.equals("90067")
        || state.equals("90098")
        || state.equals("90121")
        || state.equals("90007");
  }

  Sql sql(String name) {
    return statements.computeIfAbsent(name, n -> Sql.load(n, dialect, Set.of()));
  }

  /**
   * There are as many statements as combinations of parts that are ever asked for; but those with
   * repeated lines are not kept, as there is no end of them.
   */
  Sql sql(String name, Set<String> parts) {
    if (Sql.isRepeated(parts)) {
      return Sql.load(name, dialect, parts);
    }
    return statements.computeIfAbsent(
        name + new TreeSet<>(parts), n -> Sql.load(name, dialect, parts));
  }

  @Override
  public void close() {
    pool.close();
  }
}
