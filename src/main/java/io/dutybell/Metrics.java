package io.dutybell;

import io.dutybell.event.Backlog;
import io.dutybell.event.Outcome;
import io.dutybell.event.Spool;
import io.dutybell.notification.NotificationState;
import io.dutybell.notification.Outbox;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What is counted and shown at {@code /observe/metrics}; docs/operating.md says what to watch. */
final class Metrics {

  private final MeterRegistry meters;
  private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
  private final Counter escalationsEnded;
  private final AtomicLong lagMillis = new AtomicLong();

  Metrics(MeterRegistry meters) {
    this.meters = meters;
    escalationsEnded =
        Counter.builder("dutybell.escalations.ended")
            .description("Escalations that ended because nobody accepted, or nobody is on call")
            .register(meters);
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(
          outcome,
          Counter.builder("dutybell.events.processed")
              .description("Events that were worked on, by outcome")
              .tag("outcome", outcome.name())
              .register(meters));
    }
  }

  void processed(Outcome outcome, int count) {
    outcomes.get(outcome).increment(count);
  }

  void escalationsEnded(int count) {
    escalationsEnded.increment(count);
  }

  void notifications(String result, int count) {
    meters.counter("dutybell.notifications.attempts", "result", result).increment(count);
  }

  void escalationLag(Duration lag) {
    lagMillis.set(Math.max(0, lag.toMillis()));
  }

  /** Shows the present state of these. */
  void watch(Backlog backlog, Spool spool, Outbox outbox, Health health) {
    Gauge.builder("dutybell.events.inflight", backlog, Backlog::inFlight)
        .description("Events that are on their way through the routes of this node")
        .register(meters);
    Gauge.builder("dutybell.spool.bytes", spool, Spool::bytes)
        .description("Callbacks in the spool, waiting to get into the database, in bytes")
        .register(meters);
    Gauge.builder("dutybell.spool.callbacks", spool, Spool::receipts)
        .description("Callbacks in the spool, waiting to get into the database")
        .register(meters);
    Gauge.builder("dutybell.notifications.inflight", outbox, Outbox::inFlight)
        .description("Notifications that this node has claimed and not finished")
        .register(meters);
    Gauge.builder("dutybell.notifications.paused", outbox, o -> o.isPaused() ? 1 : 0)
        .description("1 while sending is paused")
        .register(meters);
    Gauge.builder("dutybell.escalation.step.lag.seconds", lagMillis, l -> l.get() / 1000.0)
        .description("How late the most overdue step of the last set of escalation steps ran")
        .register(meters);
    Gauge.builder("dutybell.database.up", health, h -> h.figures().isPresent() ? 1 : 0)
        .description("1 while the database answers")
        .register(meters);
    Gauge.builder(
            "dutybell.events.unprocessed",
            health,
            h ->
                h.lengths()
                    .map(l -> (double) l.unprocessed() + spool.receipts())
                    .orElse(Double.NaN))
        .description(
            "Stored events that have not been worked on: those of all nodes in the database, and"
                + " those in this node's spool")
        .register(meters);
    seconds(
        "dutybell.events.backlog.age.seconds",
        "How long the oldest of them has waited",
        health,
        io.dutybell.store.Figures::backlogAge);
    seconds(
        "dutybell.escalation.lag.seconds",
        "How overdue the oldest escalation step is",
        health,
        io.dutybell.store.Figures::escalationLag);
    seconds(
        "dutybell.notifications.oldest.seconds",
        "How long the oldest undelivered notification has been due",
        health,
        io.dutybell.store.Figures::oldestUndelivered);
    seconds(
        "dutybell.database.clock.skew.seconds",
        "How far the database's clock is ahead of this process's",
        health,
        io.dutybell.store.Figures::databaseClockSkew);
    for (NotificationState state :
        new NotificationState[] {
          NotificationState.PENDING,
          NotificationState.SENDING,
          NotificationState.RETRYING,
          NotificationState.FAILED
        }) {
      Gauge.builder(
              "dutybell.notifications.waiting",
              health,
              h ->
                  h.lengths()
                      .map(l -> (double) l.notifications().getOrDefault(state.name(), 0L))
                      .orElse(Double.NaN))
          .description(
              "Notifications that have not been delivered, by state; FAILED are the dead letters")
          .tag("state", state.name())
          .register(meters);
    }
  }

  private void seconds(
      String name,
      String description,
      Health health,
      java.util.function.Function<io.dutybell.store.Figures, Duration> figure) {
    Gauge.builder(
            name,
            health,
            h -> h.figures().map(f -> figure.apply(f).toMillis() / 1000.0).orElse(Double.NaN))
        .description(description)
        .register(meters);
  }
}
