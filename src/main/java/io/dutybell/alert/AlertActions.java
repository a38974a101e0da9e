package io.dutybell.alert;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.Configuration;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.escalation.EscalationState;
import io.dutybell.escalation.EscalationState.Phase;
import io.dutybell.event.Priority;
import io.dutybell.oncall.Roster;
import io.dutybell.source.AlertSource;
import io.dutybell.store.Database;
import io.dutybell.team.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What people do to alerts, each action in one transaction. */
public final class AlertActions implements Alerts {

  /** Decides an action on a locked alert that is not resolved. */
  private interface Action {
    ActionResult on(AlertChange change, List<Told> told, Configuration current, Instant now);
  }

  private final Database database;
  private final AlertStore store;
  private final LiveConfiguration configuration;
  private final Fallback fallback;
  private final Clock clock;
  private final Runnable wakeNotifier;

  /**
   * @param database where alerts are
   * @param store reads and writes them
   * @param configuration who is told
   * @param fallback who is told when nobody else can be
   * @param clock the time
   * @param wakeNotifier called when notifications may have been made
   */
  AlertActions(
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

  private ActionResult act(long alertId, Action action) {
    Configuration current = configuration.refresh();
    ActionResult result =
        database.inTransaction(
            session -> {
              Instant now = clock.now();
              List<Alert> found = store.lock(session, List.of(alertId));
              if (found.isEmpty()) {
                return ActionResult.NOT_FOUND;
              }
              Alert alert = found.get(0);
              if (!alert.isOpen()) {
                return ActionResult.RESOLVED_IS_FINAL;
              }
              List<Told> told = store.told(session, List.of(alertId), now.minus(Batch.TOLD));
              AlertChange change = new AlertChange(alert, current, fallback, now);
              ActionResult done = action.on(change, told, current, now);
              if (done == ActionResult.DONE) {
                Changes changes = new Changes();
                changes.known(alert);
                changes.add(change);
                if (!change.alert().isOpen()) {
                  changes.closesAllMembers.add(alertId);
                }
                store.write(session, changes, now);
              }
              return done;
            });
    wakeNotifier.run();
    return result;
  }

  @Override
  public ActionResult accept(long alertId, Actor by) {
    return act(
        alertId,
        (change, told, current, now) -> {
          if (change.alert().status() == Status.ACCEPTED) {
            return ActionResult.ALREADY;
          }
          AlertSource source = current.sources().get(change.alert().sourceId());
          Duration timeout = source == null ? null : source.settings().acceptTimeout();
          change.note(
              TimelineType.UserResponseLogEntry, "Accepted by " + by.name() + ".", by.userId());
          change.accept(
              by.userId(), Alert.ByType.USER, timeout == null ? null : now.plus(timeout), told);
          return ActionResult.DONE;
        });
  }

  @Override
  public ActionResult resolve(long alertId, Actor by) {
    return act(
        alertId,
        (change, told, current, now) -> {
          change.note(
              TimelineType.UserResponseLogEntry, "Resolved by " + by.name() + ".", by.userId());
          change.resolve(by.userId(), Alert.ByType.USER, told);
          return ActionResult.DONE;
        });
  }

  @Override
  public ActionResult assignUser(long alertId, long userId, Actor by) {
    return act(
        alertId,
        (change, told, current, now) -> {
          User user = current.users().get(userId);
          if (user == null) {
            return ActionResult.NOT_ALLOWED;
          }
          assignUser(change, user, "", by, current, now);
          return ActionResult.DONE;
        });
  }

  @Override
  public ActionResult assignSchedule(long alertId, long scheduleId, Actor by) {
    return act(
        alertId,
        (change, told, current, now) -> {
          Roster roster = current.rosters().get(scheduleId);
          if (roster == null) {
            return ActionResult.NOT_ALLOWED;
          }
          User user = current.users().get(roster.userOnCall(now).orElse(0));
          if (user == null) {
            return ActionResult.NOBODY_ON_CALL;
          }
          String why = ", on call by " + change.named(roster.schedule()) + ",";
          assignUser(change, user, why, by, current, now);
          return ActionResult.DONE;
        });
  }

  private static void assignUser(
      AlertChange change, User user, String why, Actor by, Configuration current, Instant now) {
    change.note(
        TimelineType.AlertAssignedByUserLogEntry,
        "Assigned to " + user.fullName() + why + " by " + by.name() + ".",
        user.id());
    change.stopWaiting();
    pending(change);
    change.assign(user.id(), Math.max(change.alert().escalation().level(), 1), 0);
    keepEscalating(change, current, now);
  }

  /**
   * A HIGH alert stays under its policy: if the new responder does not accept within the level's
   * timeout, the next level is told.
   */
  private static void keepEscalating(AlertChange change, Configuration current, Instant now) {
    Alert alert = change.alert();
    EscalationPolicy policy = current.policies().get(alert.policyId());
    if (alert.priority() != Priority.HIGH || policy == null || policy.rules().isEmpty()) {
      return;
    }
    int level = Math.min(Math.max(alert.escalation().level(), 1), policy.rules().size());
    Instant dueAt = now.plus(policy.rules().get(level - 1).timeout());
    change.set(
        a -> a.escalation = new EscalationState(Phase.ACTIVE, level, a.escalation.round(), dueAt));
  }

  private static void pending(AlertChange change) {
    change.set(
        a -> {
          a.status = Status.PENDING;
          a.acceptedAt = null;
          a.acceptedBy = null;
          a.acceptedByType = null;
          a.reopenAt = null;
        });
  }

  @Override
  public ActionResult assignPolicy(long alertId, long policyId, Actor by) {
    return act(
        alertId,
        (change, told, current, now) -> {
          EscalationPolicy policy = current.policies().get(policyId);
          if (policy == null) {
            return ActionResult.NOT_ALLOWED;
          }
          change.note(
              TimelineType.AlertAssignedByUserLogEntry,
              "Assigned to " + change.called(policy) + " by " + by.name() + ".",
              by.userId());
          change.stopWaiting();
          pending(change);
          change.set(a -> a.policyId = policyId);
          change.beginEscalation(0);
          return ActionResult.DONE;
        });
  }

  @Override
  public ActionResult escalate(long alertId, Actor by) {
    return act(
        alertId,
        (change, told, current, now) -> {
          change.note(
              TimelineType.UserResponseLogEntry, "Escalated by " + by.name() + ".", by.userId());
          pending(change);
          if (change.alert().priority() == Priority.LOW) {
            change.set(a -> a.priority = Priority.HIGH);
            change.note(
                TimelineType.AlertRaisedLogEntry,
                "The priority was raised to HIGH: what escalates is HIGH.",
                null);
          }
          change.escalateNow();
          return ActionResult.DONE;
        });
  }

  @Override
  public ActionResult snooze(long alertId, Instant until, Actor by) {
    return act(
        alertId,
        (change, told, current, now) -> {
          if (!until.isAfter(now)) {
            return ActionResult.NOT_ALLOWED;
          }
          change.note(
              TimelineType.UserResponseLogEntry,
              "Snoozed until " + until + " by " + by.name() + ".",
              by.userId());
          if (change.alert().status() == Status.ACCEPTED) {
            change.set(a -> a.reopenAt = until);
          } else {
            change.accept(by.userId(), Alert.ByType.USER, until, told);
          }
          return ActionResult.DONE;
        });
  }

  @Override
  public ActionResult priority(long alertId, Priority priority, Actor by) {
    return act(
        alertId,
        (change, told, current, now) -> {
          if (change.alert().priority() == priority) {
            return ActionResult.ALREADY;
          }
          if (priority == Priority.HIGH) {
            change.raise("by " + by.name() + ".");
          } else {
            change.note(
                TimelineType.UserResponseLogEntry,
                "The priority was lowered to LOW by " + by.name() + ": it no longer escalates.",
                by.userId());
            change.stopWaiting();
            change.set(
                a -> {
                  a.priority = Priority.LOW;
                  a.escalation = a.escalation.stopped();
                });
          }
          return ActionResult.DONE;
        });
  }

  @Override
  public ActionResult comment(long alertId, String text, Actor by) {
    return database.inTransaction(
        session -> {
          Instant now = clock.now();
          if (store.lock(session, List.of(alertId)).isEmpty()) {
            return ActionResult.NOT_FOUND;
          }
          Changes changes = new Changes();
          changes.timeline.add(
              new TimelineEntry(
                  alertId,
                  now,
                  TimelineType.CommentLogEntry,
                  by.name() + ": " + text,
                  by.userId()));
          store.write(session, changes, now);
          return ActionResult.DONE;
        });
  }

  @Override
  public ActionResult addResponder(long alertId, long userId, Actor by) {
    return act(
        alertId,
        (change, told, current, now) -> {
          User user = current.users().get(userId);
          if (user == null) {
            return ActionResult.NOT_ALLOWED;
          }
          change.note(
              TimelineType.AlertAssignedByUserLogEntry,
              user.fullName() + " was added as a responder by " + by.name() + ".",
              userId);
          if (change.alert().status() == Status.PENDING) {
            change.assign(userId, 0, 0);
          } else {
            change.join(userId);
          }
          return ActionResult.DONE;
        });
  }

  @Override
  public ActionResult retryNotification(long alertId, UUID notificationId, Actor by) {
    ActionResult result =
        database.inTransaction(
            session -> {
              Instant now = clock.now();
              if (session
                  .first(
                      "notifications/exists",
                      p -> p.uuid("id", notificationId).number("alertId", alertId),
                      row -> row.uuid("id"))
                  .isEmpty()) {
                return ActionResult.NOT_FOUND;
              }
              int changed =
                  session.update(
                      "notifications/retry", p -> p.uuid("id", notificationId).instant("now", now));
              if (changed == 0) {
                return ActionResult.NOT_ALLOWED;
              }
              Changes changes = new Changes();
              changes.timeline.add(
                  new TimelineEntry(
                      alertId,
                      now,
                      TimelineType.NotificationLogEntry,
                      by.name() + " had an undelivered notification tried again.",
                      by.userId()));
              store.write(session, changes, now);
              return ActionResult.DONE;
            });
    wakeNotifier.run();
    return result;
  }
}
