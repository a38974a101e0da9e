package io.dutybell;

import io.dutybell.clock.Clock;
import io.dutybell.event.Spool;
import io.dutybell.store.Database;
import io.dutybell.store.Figures;
import io.dutybell.store.Question;
import io.dutybell.store.QueueLengths;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.spi.Registry;

/** Whether Dutybell can take callbacks (ready), and whether all is well (health). */
final class Health {

  /** Queues are counted again after so many times as long as the last count took. */
  private static final int COUNT_SELDOM = 30;

  private static final Duration BACKLOG_WORRIES = Duration.ofMinutes(1);
  private static final Duration ESCALATION_WORRIES = Duration.ofSeconds(30);
  private static final Duration NOTIFICATION_WORRIES = Duration.ofMinutes(15);

  private final CamelContext context;
  private final Spool spool;
  private final boolean readyWithoutDatabase;
  private final SecretKeyWatch secretKey;
  private final Question<Figures> figures;
  private final Question<QueueLengths> lengths;
  private volatile int port;
  private volatile boolean open;

  Health(
      CamelContext context,
      Database database,
      Spool spool,
      Clock clock,
      boolean readyWithoutDatabase,
      SecretKeyWatch secretKey) {
    this.context = context;
    this.spool = spool;
    this.readyWithoutDatabase = readyWithoutDatabase;
    this.secretKey = secretKey;
    this.figures = Question.ofThePresent("read-figures", () -> Figures.read(database, clock.now()));
    this.lengths =
        Question.seldom("count-queues", COUNT_SELDOM, () -> QueueLengths.count(database));
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

  /** The figures, at most a second old; empty while the database is away or does not answer. */
  Optional<Figures> figures() {
    return figures.answer();
  }

  /**
   * How much waits; empty while the database is away. Counting takes at most a thirtieth of the
   * time: the longer it takes, the older the answer may be.
   */
  Optional<QueueLengths> lengths() {
    return figures().isEmpty() ? Optional.empty() : lengths.answer();
  }

  /** Whether every route runs and a callback can be stored. */
  boolean isReady() {
    return open
        && context.getRoutes().stream()
            .allMatch(r -> context.getRouteController().getRouteStatus(r.getId()).isStarted())
        && (figures().isPresent() || (readyWithoutDatabase && spool.isWritable()));
  }

  /** Whether nothing waits for longer than it should, and this node may do everything. */
  boolean isWell() {
    return isReady()
        && !secretKey.isReplaced()
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
      builder.detail("secretKey", secretKey.isReplaced() ? "REPLACED" : "IN_USE");
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
