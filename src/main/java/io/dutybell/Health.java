package io.dutybell;

import io.dutybell.clock.Clock;
import io.dutybell.event.Spool;
import io.dutybell.store.Database;
import io.dutybell.store.DatabaseAway;
import io.dutybell.store.Figures;
import io.dutybell.store.QueueLengths;
import io.dutybell.store.StoreFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.spi.Registry;

/** Whether Dutybell can take callbacks (ready), and whether all is well (health). */
final class Health {

  /** How old figures may be that are shown, so that watching costs nothing. */
  private static final long FRESH_NANOS = 1_000_000_000L;

  /** Queues are counted again after so many times as long as the last count took. */
  private static final int COUNT_SELDOM = 30;

  private static final Duration BACKLOG_WORRIES = Duration.ofMinutes(1);
  private static final Duration ESCALATION_WORRIES = Duration.ofSeconds(30);
  private static final Duration NOTIFICATION_WORRIES = Duration.ofMinutes(15);

  private final CamelContext context;
  private final Database database;
  private final Spool spool;
  private final Clock clock;
  private final boolean readyWithoutDatabase;
  private Optional<Figures> figures = Optional.empty();
  private Optional<QueueLengths> lengths = Optional.empty();
  private long countAgainAt;
  private long readAt;
  private boolean everRead;
  private volatile int port;
  private volatile boolean open;

  Health(
      CamelContext context,
      Database database,
      Spool spool,
      Clock clock,
      boolean readyWithoutDatabase) {
    this.context = context;
    this.database = database;
    this.spool = spool;
    this.clock = clock;
    this.readyWithoutDatabase = readyWithoutDatabase;
  }

  void opened(int thePort) {
    port = thePort;
    open = true;
  }

  void closing() {
    open = false;
  }

  int port() {
    return port;
  }

  /** The figures, at most a second old; empty while the database is away. */
  synchronized Optional<Figures> figures() {
    long now = System.nanoTime();
    if (!everRead || now - readAt > FRESH_NANOS) {
      everRead = true;
      try {
        figures = Optional.of(Figures.read(database, clock.now()));
      } catch (DatabaseAway | StoreFailure e) {
        figures = Optional.empty();
      }
      readAt = System.nanoTime();
    }
    return figures;
  }

  /**
   * How much waits; empty while the database is away. Counting takes at most a thirtieth of the
   * time: the longer it takes, the older the answer may be.
   */
  synchronized Optional<QueueLengths> lengths() {
    long start = System.nanoTime();
    if (figures().isEmpty()) {
      return Optional.empty();
    }
    if (lengths.isEmpty() || start - countAgainAt > 0) {
      try {
        lengths = Optional.of(QueueLengths.count(database));
      } catch (DatabaseAway | StoreFailure e) {
        lengths = Optional.empty();
      }
      long took = System.nanoTime() - start;
      countAgainAt = start + took + Math.max(FRESH_NANOS, took * COUNT_SELDOM);
    }
    return lengths;
  }

  /** Whether every route runs and a callback can be stored. */
  boolean isReady() {
    return open
        && context.getRoutes().stream()
            .allMatch(r -> context.getRouteController().getRouteStatus(r.getId()).isStarted())
        && (figures().isPresent() || (readyWithoutDatabase && spool.isWritable()));
  }

  /** Whether nothing waits for longer than it should. */
  boolean isWell() {
    return isReady()
        && figures()
            .map(
                f ->
                    f.backlogAge().compareTo(BACKLOG_WORRIES) < 0
                        && f.escalationLag().compareTo(ESCALATION_WORRIES) < 0
                        && f.oldestUndelivered().compareTo(NOTIFICATION_WORRIES) < 0)
            .orElse(false);
  }

  /** Makes the checks known. */
  void bind(Registry registry) {
    registry.bind("dutybell-ready", new Check("ready", true));
    registry.bind("dutybell-health", new Check("queues", false));
  }

  private final class Check extends AbstractHealthCheck {

    private final boolean readiness;

    Check(String id, boolean readiness) {
      super("dutybell", id);
      this.readiness = readiness;
    }

    @Override
    public boolean isReadiness() {
      return readiness;
    }

    @Override
    public boolean isLiveness() {
      return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
      Optional<Figures> now = figures();
      builder.detail("database", now.isPresent() ? "UP" : "AWAY");
      builder.detail("spoolBytes", spool.bytes());
      builder.detail("spoolCallbacks", spool.receipts());
      now.ifPresent(
          f -> {
            builder.detail("backlogAgeSeconds", f.backlogAge().toSeconds());
            builder.detail("escalationLagSeconds", f.escalationLag().toSeconds());
            builder.detail("oldestUndeliveredSeconds", f.oldestUndelivered().toSeconds());
            builder.detail("databaseClockSkewSeconds", f.databaseClockSkew().toSeconds());
          });
      lengths()
          .ifPresent(l -> builder.detail("unprocessedEvents", l.unprocessed() + spool.receipts()));
      if (readiness ? isReady() : isWell()) {
        builder.up();
      } else {
        builder.down();
      }
    }
  }
}
