package io.dutybell.watch;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.HeartbeatStore;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.event.EventStore;
import io.dutybell.event.Receipt;
import io.dutybell.event.TimeOrderedIds;
import io.dutybell.heartbeat.HeartbeatMonitor;
import io.dutybell.source.AlertSource;
import io.dutybell.store.Database;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Tells alert sources what did not come in time: the pings of heartbeat monitors, and the events of
 * sources that are to send some. It tells them by events, which are stored together with the note
 * that they were made, so that each is made once, whichever node does it and whatever crashes.
 */
public final class Watch {

  private static final int PAGE = 500;

  private final Database database;
  private final LiveConfiguration configuration;
  private final EventStore events;
  private final TimeOrderedIds ids;
  private final Clock clock;
  private final BooleanSupplier isSpooling;
  private final Consumer<List<Receipt>> stored;
  private final Absences absences = new Absences();
  private final Map<Long, Instant> lastEvents = new HashMap<>();

  /**
   * @param database where everything is
   * @param configuration which alert sources there are
   * @param events where the events are stored
   * @param ids names for them
   * @param clock the time
   * @param isSpooling whether events have come that are not in the database yet
   * @param stored is given the events that were stored
   */
  public Watch(
      Database database,
      LiveConfiguration configuration,
      EventStore events,
      TimeOrderedIds ids,
      Clock clock,
      BooleanSupplier isSpooling,
      Consumer<List<Receipt>> stored) {
    this.database = database;
    this.configuration = configuration;
    this.events = events;
    this.ids = ids;
    this.clock = clock;
    this.isSpooling = isSpooling;
    this.stored = stored;
  }

  /**
   * Tells what is to be told now; to be called every second. Costs two small queries while nothing
   * is.
   *
   * @return how many events it made
   */
  public synchronized int look() {
    long nanos = System.nanoTime();
    Instant at = clock.now();
    if (absences.isDue(at, nanos)) {
      Configuration newest = configuration.refresh();
      database.inTransaction(
          session -> {
            Absences.Excuse excuse = (s, absence, now) -> excuseSources(s, newest, absence, now);
            absences.look(session, excuse, at, nanos);
            return null;
          });
      absences.marked(at, nanos);
    }
    Configuration current = configuration.current();
    if (database.inTransaction(session -> due(session, current)).isEmpty()) {
      return 0;
    }
    Configuration newest = configuration.refresh();
    int made = 0;
    List<Receipt> page;
    do {
      page = database.inTransaction(session -> tell(session, newest));
      stored.accept(page);
      made += page.size();
    } while (page.size() == PAGE);
    return made;
  }

  private List<Receipt> tell(Session session, Configuration current) throws SQLException {
    Absences.lock(session);
    Instant now = clock.now();
    List<Signal> signals = due(session, current).stream().limit(PAGE).toList();
    List<Receipt> receipts = new ArrayList<>();
    for (Signal signal : signals) {
      session.update(
          "missing/delete",
          p -> p.word("kind", signal.kind()).number("subjectId", signal.subjectId()));
      if (signal.begins()) {
        session.update(
            "missing/insert",
            p ->
                p.word("kind", signal.kind())
                    .number("subjectId", signal.subjectId())
                    .number("sourceId", signal.sourceId())
                    .instant("lastAt", signal.lastAt())
                    .instant("now", now));
      }
      receipts.add(SignalEvent.of(signal, ids.next(), now));
    }
    events.insert(session, receipts);
    return receipts;
  }

  private List<Signal> due(Session session, Configuration current) throws SQLException {
    List<Missing> missing =
        session.list(
            "missing/list",
            row ->
                new Missing(
                    row.word("kind", Awaited.Kind.class),
                    row.number("subject_id"),
                    row.number("source_id"),
                    row.instant("last_at"),
                    row.instant("missed_at")));
    List<Awaited> awaited = new ArrayList<>();
    for (HeartbeatMonitor monitor : HeartbeatStore.watched(session)) {
      awaited.add(awaited(monitor, current));
    }
    awaited.addAll(events(session, current, missing));
    return new Signals(
            id -> current.sources().containsKey(id) && current.sources().get(id).active(),
            id -> current.sources().containsKey(id) && !current.sources().get(id).active(),
            clock.now())
        .of(awaited, missing);
  }

  /** The name of a monitor is told to those only who may see it. */
  private static Awaited awaited(HeartbeatMonitor monitor, Configuration current) {
    boolean isSeen = current.isSeenWithAlertsOf(monitor.sourceId(), monitor.teamIds());
    String name = isSeen ? monitor.name() : "a heartbeat monitor of a private team";
    String every = inWords(monitor.interval());
    return new Awaited(
        Awaited.Kind.HEARTBEAT,
        monitor.id(),
        monitor.sourceId(),
        monitor.interval(),
        monitor.lastPingAt(),
        monitor.watchedSince(),
        monitor.updatedAt(),
        monitor.alertSummary() == null ? "No ping: " + name : monitor.alertSummary(),
        (isSeen ? "Heartbeat monitor " + name : "A heartbeat monitor of a private team")
            + " waits for a ping at least every "
            + every
            + "; the last one came at "
            + monitor.lastPingAt()
            + ".");
  }

  private List<Awaited> events(Session session, Configuration current, List<Missing> missing)
      throws SQLException {
    List<AlertSource> expecting =
        current.sources().values().stream()
            .filter(source -> source.settings().expectedEventsInterval() != null)
            .toList();
    if (expecting.isEmpty() || isSpooling.getAsBoolean()) {
      return stillMissing(missing);
    }
    Map<Long, Instant> since = watchedSince(session, expecting);
    List<Awaited> awaited = new ArrayList<>();
    for (AlertSource source : expecting) {
      boolean isTold =
          missing.stream()
              .anyMatch(m -> m.kind() == Awaited.Kind.EVENTS && m.subjectId() == source.id());
      Awaited known = events(source, lastEvents.get(source.id()), since.get(source.id()));
      boolean maySayMore = isTold || known.lastAt() == null || known.isMissing(clock.now());
      awaited.add(
          maySayMore
              ? events(source, lastEvent(session, source.id()), since.get(source.id()))
              : known);
    }
    return awaited;
  }

  /** While nobody knows which events have come, nothing begins or ends. */
  private List<Awaited> stillMissing(List<Missing> missing) {
    return isSpooling.getAsBoolean()
        ? missing.stream()
            .filter(m -> m.kind() == Awaited.Kind.EVENTS)
            .map(
                m ->
                    new Awaited(
                        m.kind(),
                        m.subjectId(),
                        m.sourceId(),
                        Duration.ZERO,
                        m.lastAt(),
                        null,
                        null,
                        "",
                        null))
            .toList()
        : List.of();
  }

  private static Awaited events(AlertSource source, Instant lastAt, Instant since) {
    String every = inWords(source.settings().expectedEventsInterval());
    return new Awaited(
        Awaited.Kind.EVENTS,
        source.id(),
        source.id(),
        source.settings().expectedEventsInterval(),
        lastAt,
        since,
        since,
        "No events from " + source.name() + " for " + every,
        "The alert source is expected to send at least one event every "
            + every
            + (lastAt == null
                ? "; it has not sent any yet."
                : "; the last one came at " + lastAt + ".")
            + " Either nothing is sent any more, or it does not arrive here.");
  }

  private Instant lastEvent(Session session, long sourceId) throws SQLException {
    Optional<Instant> last =
        session.first(
            "events/newest-from-outside",
            p -> p.number("sourceId", sourceId).text("method", SignalEvent.METHOD),
            row -> row.instant("received_at"));
    last.ifPresent(at -> lastEvents.put(sourceId, at));
    return last.orElse(null);
  }

  private static Map<Long, Instant> watchedSince(Session session, Collection<AlertSource> sources)
      throws SQLException {
    Map<Long, Instant> since = new HashMap<>();
    List<Long> sourceIds = sources.stream().map(AlertSource::id).toList();
    session.list(
        "alert_sources/watched-since",
        p -> p.numbers("ids", sourceIds),
        row -> since.put(row.number("id"), row.instant("watched_since")));
    return since;
  }

  /** An absence counts once since the last event, so that many of them hide no silence. */
  private void excuseSources(Session session, Configuration current, Duration absence, Instant now)
      throws SQLException {
    List<AlertSource> excused =
        current.sources().values().stream()
            .filter(s -> s.settings().expectedEventsInterval() != null)
            .filter(
                s -> absence.compareTo(Awaited.grace(s.settings().expectedEventsInterval())) > 0)
            .toList();
    Map<Long, Instant> since = excused.isEmpty() ? Map.of() : watchedSince(session, excused);
    for (AlertSource source : excused) {
      Instant last = lastEvent(session, source.id());
      Instant before = since.get(source.id());
      if (before == null || before.isAfter(now) || (last != null && !before.isAfter(last))) {
        session.update(
            "alert_sources/set-watched", p -> p.number("id", source.id()).instant("at", now));
      }
    }
  }

  private static String inWords(Duration interval) {
    long seconds = interval.toSeconds();
    return seconds % 3600 == 0
        ? seconds / 3600 + " h"
        : seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
