package io.dutybell.alert;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.escalation.EscalationState;
import io.dutybell.store.Database;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does to alerts what is due: escalation steps, auto-resolution, accept timeouts and ends of
 * snoozes. Due times are columns of table {@code alerts}; what is due is claimed in sets, so that
 * several nodes share the work and none does it twice.
 */
public final class AlertTimers {

  private static final Logger LOG = LoggerFactory.getLogger(AlertTimers.class);
  private static final int PAGE = 500;
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final Database database;
  private final AlertStore store;
  private final LiveConfiguration configuration;
  private final Fallback fallback;
  private final Clock clock;
  private final Runnable wakeNotifier;
  private final Consumer<Duration> lag;
  private final PriorityRaises raises;

  /**
   * @param database where alerts are
   * @param store reads and writes them
   * @param configuration who is told
   * @param fallback who is told when nobody else can be
   * @param clock the time
   * @param wakeNotifier called when notifications may have been made
   * @param lag is given how late the latest escalation step of each set ran
   */
  AlertTimers(
      Database database,
      AlertStore store,
      LiveConfiguration configuration,
      Fallback fallback,
      Clock clock,
      Runnable wakeNotifier,
      Consumer<Duration> lag) {
    this.database = database;
    this.store = store;
    this.configuration = configuration;
    this.fallback = fallback;
    this.clock = clock;
    this.wakeNotifier = wakeNotifier;
    this.lag = lag;
    this.raises = new PriorityRaises(database, store, configuration, fallback, clock, wakeNotifier);
  }

  /**
   * Executes all escalation steps that are due, in due order; of an alert with several overdue
   * steps one, and the next has its full timeout after that.
   *
   * @return how many
   */
  public int escalateDue() {
    return inPages(this::escalatePage);
  }

  /**
   * Resolves, and puts back to PENDING, what has waited long enough.
   *
   * @return how many
   */
  public int timeOutDue() {
    return inPages(session -> timeOutPage(session, store::dueForAutoResolution))
        + inPages(session -> timeOutPage(session, store::dueForReopening));
  }

  /**
   * Raises the pending alerts of sources whose support hours have begun, see {@link
   * PriorityRaises}.
   *
   * @return how many
   */
  public int raiseDue() {
    return raises.raiseDue();
  }

  private int inPages(Database.Work<Integer> page) {
    int total = 0;
    int done;
    do {
      done = database.inTransaction(page);
      total += done;
      if (done > 0) {
        wakeNotifier.run();
      }
    } while (done == PAGE);
    return total;
  }

  private int escalatePage(Session session) throws SQLException {
    Instant now = clock.now();
    List<Alert> due = store.dueForEscalation(session, now, PAGE);
    if (due.isEmpty()) {
      return 0;
    }
    lag.accept(Duration.between(due.get(0).escalation().dueAt(), now));
    Configuration current = configuration.refresh();
    Changes changes = new Changes();
    for (Alert alert : due) {
      changes.known(alert);
      changes.add(step(alert, current, now));
    }
    store.write(session, changes, now);
    return due.size();
  }

  /** One alert's step; one that fails is tried again in a minute and holds up nobody else's. */
  private AlertChange step(Alert alert, Configuration current, Instant now) {
    try {
      AlertChange change = new AlertChange(alert, current, fallback, now);
      change.escalate();
      return change;
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("alert", alert.id()).setCause(e).log("An escalation step failed");
      EscalationState before = alert.escalation();
      return new AlertChange(alert, current, fallback, now)
          .set(
              a ->
                  a.escalation =
                      new EscalationState(
                          before.phase(), before.level(), before.round(), now.plus(AGAIN)));
    }
  }

  /** Finds and locks alerts that are due. */
  private interface Due {
    List<Alert> find(Session session, Instant now, int most) throws SQLException;
  }

  private int timeOutPage(Session session, Due which) throws SQLException {
    Instant now = clock.now();
    List<Alert> due = which.find(session, now, PAGE);
    if (due.isEmpty()) {
      return 0;
    }
    Configuration current = configuration.refresh();
    Changes changes = new Changes();
    List<Told> told =
        store.told(session, due.stream().map(Alert::id).toList(), now.minus(Batch.TOLD));
    for (Alert alert : due) {
      changes.known(alert);
      AlertChange change = new AlertChange(alert, current, fallback, now);
      if (alert.autoResolveAt() != null && !alert.autoResolveAt().isAfter(now)) {
        change.note(
            TimelineType.TimeoutLogEntry,
            alert.flappingUntil() != null && alert.openMembers() == 0
                ? "Resolved by itself: it has been quiet, and its last event was an OK."
                : "Resolved by itself: no ALERT came within the auto-resolution timeout.",
            null);
        change.resolve(null, Alert.ByType.SYSTEM, told);
        changes.closesAllMembers.add(alert.id());
      } else {
        reopen(change);
      }
      changes.add(change);
    }
    store.write(session, changes, now);
    return due.size();
  }

  private static void reopen(AlertChange change) {
    change.note(
        TimelineType.TimeoutLogEntry,
        "The time for which it was accepted is over: it is pending again.",
        null);
    change.set(
        a -> {
          a.status = Status.PENDING;
          a.reopenAt = null;
          a.acceptedAt = null;
          a.acceptedBy = null;
          a.acceptedByType = null;
        });
    change.beginEscalation(1);
  }
}
