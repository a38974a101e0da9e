package io.dutybell.stories;

import io.dutybell.ProductUnderTest;
import io.dutybell.outside.AtTheEnd;
import io.dutybell.store.Dialect;
import io.dutybell.store.FreshDatabase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.quartz.QuartzComponent;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleTrigger;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;

/**
 * A running product: the shipped routes and settings, a database, a data directory, a clock that a
 * story turns. One for each database serves most stories of the process; a story that breaks things
 * starts its own.
 */
final class Product implements AutoCloseable {

  static final String BASE_URL = "https://bell.example.org";

  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Map<Dialect, Product> SHARED = new EnumMap<>(Dialect.class);

  /** In an order in which nothing is deleted that something else refers to. */
  private static final List<String> TABLES =
      List.of(
          "notification_attempts",
          "notifications",
          "timeline",
          "alert_responders",
          "alert_members",
          "alerts",
          "alert_keys",
          "held_keys",
          "missing",
          "events",
          "alert_actions",
          "alert_source_keys",
          "heartbeat_monitors",
          "alert_sources",
          "support_hours",
          "escalation_policies",
          "maintenance_windows",
          "notification_rules",
          "contacts",
          "connectors",
          "schedules",
          "former_alert_sources",
          "teams",
          "users");

  /** What is still to be done at an instant. Zero rows of each kind, and the product rests. */
  private static final String UNFINISHED =
      """
      select (select count(*) from events
              where processed_at is null and (retry_at is null or retry_at <= ?)) as events,
             (select count(*) from alerts
              where next_escalation_at <= ? or auto_resolve_at <= ? or reopen_at <= ?) as steps,
             (select count(*) from notifications
              where state in ('PENDING', 'RETRYING') and due_at <= ?) as due,
             (select count(*) from notifications where state = 'SENDING') as sending,
             (select count(*) from notifications
              where coalesce(first_tried_at, first_due_at) <= ? and due_at is not null and not relayed
                and user_id is not null and purpose in ('ALERT', 'RAISED')) as slow
      """;

  final TurnableClock clock;
  final FakeReceiver receiver;
  private final Path dataDir;
  private final Map<String, String> settings;
  private ProductUnderTest running;

  private Product(
      TurnableClock clock, FakeReceiver receiver, Path dataDir, Map<String, String> settings) {
    this.clock = clock;
    this.receiver = receiver;
    this.dataDir = dataDir;
    this.settings = settings;
    start();
  }

  /** The one on this kind of database that all stories of this process share. */
  static synchronized Product shared(Dialect dialect) {
    return SHARED.computeIfAbsent(
        dialect,
        d -> {
          Product product = start(d, Map.of());
          AtTheEnd.run(product::close);
          return product;
        });
  }

  /** One of its own, with a database of its own; the caller closes it. */
  static Product start(Dialect dialect, Map<String, String> further) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (dialect == Dialect.POSTGRESQL) {
      settings.put("dutybell.db.url", FreshDatabase.postgresql());
      settings.put("dutybell.db.user", "postgres");
      settings.put("dutybell.db.password", "postgres");
      settings.put("dutybell.secret.key", "c3Rvcmllcy1uZWVkLWEta2V5LW9mLTMyLWJ5dGVzISE=");
    }
    settings.putAll(further);
    return new Product(new TurnableClock(), new FakeReceiver(), directory(), settings);
  }

  /** A further node on the same database, with the same clock; the caller closes it. */
  Product anotherNode() {
    return new Product(clock, receiver, directory(), settings);
  }

  private static Path directory() {
    try {
      Path folder = Files.createTempDirectory("dutybell-story");
      AtTheEnd.run(() -> delete(folder));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException e) {
      // The operating system clears its folder of temporary files.
    }
  }

  /**
   * Starts it again with the same database and data directory. A little time has passed, as the
   * order of what is received in one millisecond is known only within a process.
   */
  void start() {
    clock.advance(Duration.ofMillis(20));
    Map<String, String> all = new LinkedHashMap<>();
    all.put("camel.main.name", "dutybell-" + NUMBER.incrementAndGet());
    all.put("dutybell.http.port", "0");
    all.put("dutybell.http.host", "127.0.0.1");
    all.put("dutybell.http.workers", "64");
    all.put("camel.main.shutdown-timeout", "3");
    all.put("dutybell.management.port", "0");
    all.put("dutybell.management.host", "127.0.0.1");
    all.put("dutybell.base.url", BASE_URL);
    all.put("dutybell.admin.token", Api.TOKEN);
    all.put("dutybell.data.dir", dataDir.toString());
    all.put("dutybell.outbound.allow", "127.0.0.0/8");
    all.putAll(settings);
    running = ProductUnderTest.start(clock, all);
  }

  /** Stops it as a signal would. */
  void stop() {
    running.close();
    running = null;
  }

  /** What a process of its own needs to be told to work on the same data. */
  Map<String, String> settingsAsEnvironment() {
    Map<String, String> environment = new LinkedHashMap<>();
    settings.forEach(
        (name, value) ->
            environment.put(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), value));
    environment.put("DUTYBELL_DATA_DIR", dataDir.toString());
    return environment;
  }

  /** Gives the next start this setting. */
  void set(String property, String value) {
    settings.put(property, value);
  }

  @Override
  public void close() {
    if (running != null) {
      stop();
    }
  }

  Api api() {
    return new Api(running.port());
  }

  int port() {
    return running.port();
  }

  ProductUnderTest running() {
    return running;
  }

  Path dataDir() {
    return dataDir;
  }

  /** Whether callbacks wait on disk for the database. */
  boolean isSpooling() {
    try (var files = Files.list(dataDir.resolve("spool"))) {
      return files.anyMatch(file -> file.toString().endsWith(".spool"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Lets time pass, and has the schedules look at once, which would find out by themselves within
   * two seconds of real time that the clock was turned.
   */
  void pass(Duration time) {
    clock.advance(time);
    try {
      Scheduler scheduler =
          running.context().getComponent("quartz", QuartzComponent.class).getScheduler();
      for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyGroup())) {
        if (scheduler.getTrigger(key) instanceof SimpleTrigger often
            && often.getRepeatInterval() <= SOON.toMillis()) {
          scheduler.rescheduleJob(key, often.getTriggerBuilder().startNow().build());
        }
      }
    } catch (SchedulerException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until all that is to be done at this instant of the clock has been done. */
  void settle() {
    AtomicInteger quiet = new AtomicInteger();
    String[] last = {""};
    try {
      Awaitility.await()
          .atMost(LONGEST)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(10))
          .until(
              () -> {
                Optional<String> unfinished = unfinished();
                last[0] = unfinished.orElse("");
                if (unfinished.isPresent()) {
                  quiet.set(0);
                  return false;
                }
                // What one look misses because it is on its way from one stage to the next, the
                // second one sees.
                return quiet.incrementAndGet() == 2;
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("The product does not come to rest: " + last[0], e);
    }
  }

  private Optional<String> unfinished() {
    int events = running.eventsInFlight();
    int sending = running.notificationsInFlight();
    if (events > 0 || sending > receiver.hanging() || isSpooling()) {
      return Optional.of(
          events + " events and " + sending + " notifications in flight; spool: " + isSpooling());
    }
    try (Connection connection = running.dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(UNFINISHED)) {
      Instant now = clock.now();
      for (int i = 1; i <= 5; i++) {
        statement.setObject(i, now.atOffset(ZoneOffset.UTC));
      }
      statement.setObject(6, now.minusSeconds(60).atOffset(ZoneOffset.UTC));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        boolean paused = running.isPaused();
        boolean rests =
            row.getInt("events") == 0
                && row.getInt("steps") == 0
                && (paused || row.getInt("due") == 0)
                && row.getInt("sending") <= receiver.hanging()
                && (paused || row.getInt("slow") == 0);
        return rests
            ? Optional.empty()
            : Optional.of(
                String.format(
                    "%d events, %d steps, %d due, %d being sent, %d slow notifications",
                    row.getInt("events"),
                    row.getInt("steps"),
                    row.getInt("due"),
                    row.getInt("sending"),
                    row.getInt("slow")));
      }
    } catch (SQLException e) {
      return Optional.of("the database cannot be asked: " + e.getMessage());
    }
  }

  /** Makes it as if it had just been installed, and a new day. */
  void reset(String story) {
    receiver.begin(story);
    Awaitility.await()
        .atMost(LONGEST)
        .until(() -> running.eventsInFlight() == 0 && running.notificationsInFlight() == 0);
    // First, so that what still runs finds nothing due any more.
    empty();
    clock.beginNewDay();
    running.refreshConfiguration();
    settle();
  }

  private void empty() {
    execute(
        statement -> {
          for (String table : TABLES) {
            statement.execute("delete from " + table);
          }
          statement.execute("delete from system_state where name = 'sending-paused'");
          statement.execute("update configuration_version set version = version + 1");
        });
  }

  /** A number that a query gives. */
  long number(String query) {
    long[] number = {0};
    execute(
        statement -> {
          try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            number[0] = row.getLong(1);
          }
        });
    return number[0];
  }

  /** Looks for alerts that support hours raise, as happens twice in a second of real time. */
  void raiseAlerts() {
    try (ProducerTemplate producer = running.context().createProducerTemplate()) {
      producer.sendBody("bean:housekeeping?method=raiseDue", null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks for maintenance that has ended, as happens twice in a second of real time. */
  void endMaintenance() {
    try (ProducerTemplate producer = running.context().createProducerTemplate()) {
      producer.sendBody("bean:housekeeping?method=endMaintenance", null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks for what did not come in time, as happens once a second of real time. */
  void watch() {
    try (ProducerTemplate producer = running.context().createProducerTemplate()) {
      producer.sendBody("bean:housekeeping?method=watch", null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what is old enough, as happens once an hour of real time. */
  void purgeHistory() {
    try (ProducerTemplate producer = running.context().createProducerTemplate()) {
      producer.sendBody("bean:housekeeping?method=purgeHistory", null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Work on the database behind the product's back. */
  interface Sql {
    void on(Statement statement) throws SQLException;
  }

  void execute(Sql work) {
    SQLException failure = null;
    for (int attempt = 0; attempt < 5; attempt++) {
      try (Connection connection = running.dataSource().getConnection()) {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
          work.on(statement);
          connection.commit();
          return;
        } catch (SQLException e) {
          connection.rollback();
          failure = e;
        }
      } catch (SQLException e) {
        failure = e;
      }
    }
    throw new IllegalStateException(failure);
  }
}
