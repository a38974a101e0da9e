package io.dutybell.alert;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.source.AlertSource;
import io.dutybell.store.Database;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes the pending LOW alerts of a source HIGH when the support hours that mean HIGH begin. Which
 * beginning was the last one is a column of the source, locked while it moves on: so it happens
 * once, whichever node does it, and also when every node was down at that moment.
 */
public final class PriorityRaises {

  /** What the timeline says. */
  static final String WHY = "the hours have begun in which alerts of this source are HIGH.";

  /**
   * An event that came just before the beginning may be written just after it; what was written in
   * this time is looked at once more.
   */
  private static final Duration LATE = Duration.ofSeconds(10);

  private static final int PAGE = 500;

  private final Database database;
  private final AlertStore store;
  private final LiveConfiguration configuration;
  private final Fallback fallback;
  private final Clock clock;
  private final Runnable wakeNotifier;
  private final Map<Long, Instant> done = new ConcurrentHashMap<>();

  /**
   * @param database where alerts are
   * @param store reads and writes them
   * @param configuration which sources have support hours
   * @param fallback who is told when nobody else can be
   * @param clock the time
   * @param wakeNotifier called when notifications may have been made
   */
  PriorityRaises(
      Database database,
      AlertStore store,
      LiveConfiguration configuration,
      Fallback fallback,
      Clock clock,
      Runnable wakeNotifier) {
    this.database = database;
    this.store = store;
    this.configuration = configuration;
    this.fallback = fallback;
    this.clock = clock;
    this.wakeNotifier = wakeNotifier;
  }

  /** One look at the pending alerts of a source. */
  private record Look(Instant begin, Instant writtenSince, Instant doneAt) {}

  /**
   * Raises whatever is to be raised. Costs no statement while nothing is.
   *
   * @return how many alerts
   */
  public int raiseDue() {
    int raised = 0;
    for (AlertSource source : configuration.current().sources().values()) {
      if (source.autoRaise() && look(source, done.get(source.id()), clock.now()).isPresent()) {
        raised += raise(source.id());
      }
    }
    return raised;
  }

  /**
   * What is to be done about a source.
   *
   * @param doneAt the last beginning that was dealt with, or the second look at it; null for none
   */
  private static Optional<Look> look(AlertSource source, Instant doneAt, Instant now) {
    Optional<Instant> begin = source.raisesSince(now);
    if (begin.isEmpty() || doneAt == null || doneAt.isBefore(begin.get())) {
      return begin.map(at -> new Look(at, Instant.EPOCH, at));
    }
    Instant again = begin.get().plus(LATE);
    return now.isBefore(again) || !doneAt.isBefore(again)
        ? Optional.empty()
        : Optional.of(new Look(begin.get(), begin.get().minus(LATE), again));
  }

  private int raise(long sourceId) {
    Configuration current = configuration.refresh();
    int raised = 0;
    List<Alert> page = List.of();
    do {
      long after = page.isEmpty() ? 0 : page.get(page.size() - 1).id();
      page = database.inTransaction(session -> raisePage(session, current, sourceId, after));
      raised += page.size();
      if (!page.isEmpty()) {
        wakeNotifier.run();
      }
    } while (page.size() == PAGE);
    return raised;
  }

  private List<Alert> raisePage(Session session, Configuration current, long sourceId, long after)
      throws SQLException {
    Optional<Optional<Instant>> locked =
        session.first(
            "alert_sources/lock-raised",
            p -> p.number("id", sourceId),
            row -> Optional.ofNullable(row.instant("raised_at")));
    AlertSource source = current.sources().get(sourceId);
    if (locked.isEmpty() || source == null) {
      return List.of();
    }
    Instant now = clock.now();
    Instant doneAt = locked.get().orElse(null);
    Optional<Look> look = look(source, doneAt, now);
    if (look.isEmpty()) {
      if (doneAt != null) {
        done.put(sourceId, doneAt);
      }
      return List.of();
    }
    List<Alert> due =
        store.lowPending(
            session, sourceId, after, look.get().begin(), look.get().writtenSince(), PAGE);
    Changes changes = new Changes();
    for (Alert alert : due) {
      changes.known(alert);
      AlertChange change = new AlertChange(alert, current, fallback, now);
      change.raise(WHY);
      changes.add(change);
    }
    store.write(session, changes, now);
    if (due.size() < PAGE) {
      session.update(
          "alert_sources/set-raised",
          p -> p.number("id", sourceId).instant("at", look.get().doneAt()));
    }
    return due;
  }
}
