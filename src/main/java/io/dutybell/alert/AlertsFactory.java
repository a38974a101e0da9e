package io.dutybell.alert;

import io.dutybell.clock.Clock;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.event.Backlog;
import io.dutybell.event.EventStore;
import io.dutybell.event.Outcome;
import io.dutybell.event.TimeOrderedIds;
import io.dutybell.store.Database;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Makes the three things that change alerts: events, people and time. They share their
 * collaborators.
 *
 * @param database where alerts are
 * @param configuration who is told
 * @param fallback who is told when nobody else can be
 * @param clock the time
 * @param ids names for new notifications
 * @param wakeNotifier called when notifications may have been made
 * @param escalationsEnded is told how many escalations came to their end without anyone accepting
 */
public record AlertsFactory(
    Database database,
    LiveConfiguration configuration,
    Fallback fallback,
    Clock clock,
    TimeOrderedIds ids,
    Runnable wakeNotifier,
    IntConsumer escalationsEnded) {

  /**
   * What applies events.
   *
   * @param events where events are
   * @param backlog is told when events have been worked on
   * @param processed counts events by outcome
   */
  public EventApplier applier(
      EventStore events, Backlog backlog, BiConsumer<Outcome, Integer> processed) {
    return new EventApplier(
        database,
        new AlertStore(ids, escalationsEnded),
        events,
        configuration,
        backlog,
        fallback,
        clock,
        wakeNotifier,
        processed);
  }

  /** What people do. */
  public Alerts actions() {
    return new AlertActions(
        database,
        new AlertStore(ids, escalationsEnded),
        configuration,
        fallback,
        clock,
        wakeNotifier);
  }

  /** What the end of a maintenance window does. */
  public MaintenanceEnds maintenanceEnds() {
    return new MaintenanceEnds(
        database, new AlertStore(ids, escalationsEnded), configuration, clock);
  }

  /**
   * What time does.
   *
   * @param lag is given how late the latest escalation step of each set ran
   */
  public AlertTimers timers(Consumer<Duration> lag) {
    return new AlertTimers(
        database,
        new AlertStore(ids, escalationsEnded),
        configuration,
        fallback,
        clock,
        wakeNotifier,
        lag);
  }
}
