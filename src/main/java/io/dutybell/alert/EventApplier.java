package io.dutybell.alert;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.event.Backlog;
import io.dutybell.event.Event;
import io.dutybell.event.EventStore;
import io.dutybell.event.Outcome;
import io.dutybell.store.Database;
import io.dutybell.store.DatabaseAway;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a batch of events of one alert source, in one transaction that also marks them processed,
 * so that an event is applied once however often it is handed in. A batch that fails is applied one
 * by one, so that one bad event costs only itself.
 */
public final class EventApplier {

  /** How often an event may fail before it is given up. */
  static final int TRIES = 5;

  private static final int SAID_SINGLY = 20;

  private static final Logger LOG = LoggerFactory.getLogger(EventApplier.class);

  /** The configuration changed while a batch was being decided. */
  private static final class ConfigurationMoved extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConfigurationMoved() {
      super("the configuration moved", null, false, false);
    }
  }

  private final Database database;
  private final AlertStore store;
  private final EventStore events;
  private final LiveConfiguration configuration;
  private final Backlog backlog;
  private final Fallback fallback;
  private final Clock clock;
  private final Runnable wakeNotifier;
  private final BiConsumer<Outcome, Integer> processed;
  private volatile boolean applying;

  /**
   * @param database where alerts are
   * @param store reads and writes them
   * @param events where events are
   * @param configuration who is told
   * @param backlog is told when events have been worked on
   * @param fallback who is told when nobody else can be
   * @param clock the time
   * @param wakeNotifier called when notifications may have been made
   * @param processed counts events by outcome
   */
  EventApplier(
      Database database,
      AlertStore store,
      EventStore events,
      LiveConfiguration configuration,
      Backlog backlog,
      Fallback fallback,
      Clock clock,
      Runnable wakeNotifier,
      BiConsumer<Outcome, Integer> processed) {
    this.database = database;
    this.store = store;
    this.events = events;
    this.configuration = configuration;
    this.backlog = backlog;
    this.fallback = fallback;
    this.clock = clock;
    this.wakeNotifier = wakeNotifier;
    this.processed = processed;
  }

  /**
   * Applies events of one source. Never throws: what fails is noted on the event, and what must
   * wait is left to the sweep.
   */
  public void apply(List<Event> batch) {
    applying = true;
    List<Event> inOrder =
        batch.stream()
            .sorted(Comparator.comparing(EventApplier::receiptOrder).thenComparing(Event::position))
            .toList();
    try {
      applyAll(inOrder);
    } catch (DatabaseAway e) {
      LOG.warn("Events wait for the database: {}", e.getMessage());
      backlog.fallBehind();
    } catch (RuntimeException e) {
      LOG.warn(
          "A batch of {} events failed and is applied one by one: {}", batch.size(), e.toString());
      inOrder.forEach(this::applyOne);
    } finally {
      backlog.done(batch.stream().map(Event::id).toList());
      applying = false;
    }
  }

  /** Whether a batch is being applied at this moment. */
  public boolean isApplying() {
    return applying;
  }

  private static java.util.UUID receiptOrder(Event event) {
    return event.parentId() == null ? event.id() : event.parentId();
  }

  private void applyOne(Event event) {
    try {
      applyAll(List.of(event));
    } catch (DatabaseAway e) {
      backlog.fallBehind();
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("event", event.id())
          .setCause(e)
          .log("An event could not be applied");
      noteFailure(event, e);
    }
  }

  private void noteFailure(Event event, RuntimeException failure) {
    try {
      Instant now = clock.now();
      int attempts = events.attempts(event.id()) + 1;
      boolean givesUp = attempts >= TRIES;
      events.failed(
          event.id(),
          failure.toString(),
          now,
          givesUp ? null : now.plus(Duration.ofSeconds(5L << attempts)));
      if (givesUp) {
        processed.accept(Outcome.FAILED, 1);
      }
    } catch (DatabaseAway e) {
      backlog.fallBehind();
    }
  }

  private void applyAll(List<Event> batch) {
    List<Event> rest = batch;
    while (!rest.isEmpty()) {
      List<Event> now = rest;
      int done = applyFirst(now);
      rest = now.subList(done, now.size());
    }
    wakeNotifier.run();
  }

  /** Applies as many as can be decided together, and says how many that were. */
  private int applyFirst(List<Event> batch) {
    while (true) {
      Configuration current = configuration.current();
      try {
        Batch applied = database.inTransaction(session -> applyIn(session, current, batch));
        applied.outcomes().forEach(processed);
        say(applied);
        return applied.size();
      } catch (ConfigurationMoved e) {
        configuration.refresh();
      }
    }
  }

  /** What became of each event; of a storm only how many, so that it does not drown the log. */
  private static void say(Batch applied) {
    List<Changes.Recorded> events = applied.changes().events;
    if (events.size() > SAID_SINGLY) {
      Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
      applied.outcomes().forEach(counts::put);
      LOG.info("{} events were processed: {}", events.size(), counts);
      return;
    }
    for (Changes.Recorded recorded : events) {
      LOG.atInfo()
          .addKeyValue("event", recorded.event().id())
          .addKeyValue("alert", recorded.alertId())
          .addKeyValue("source", recorded.event().sourceId())
          .log("{}: {}", recorded.outcome(), recorded.reason());
    }
  }

  private Batch applyIn(Session session, Configuration current, List<Event> events)
      throws SQLException {
    Instant now = clock.now();
    Batch batch = new Batch(store, current, fallback, now);
    batch.load(session, events);
    Optional<Long> version =
        session.first("configuration_version/get", p -> {}, row -> row.number("version"));
    if (version.isPresent() && version.get() != current.version()) {
      throw new ConfigurationMoved();
    }
    batch.decide();
    store.write(session, batch.changes(), now);
    return batch;
  }
}
