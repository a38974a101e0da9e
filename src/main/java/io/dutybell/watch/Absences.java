package io.dutybell.watch;

import io.dutybell.configuration.HeartbeatStore;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Notices times in which no node was there to take pings and events, or the database was away, so
 * that nobody is blamed for what could not be received (docs/alerting.md, "What is missing"). While
 * a node watches, it writes down every few seconds that it does; the first one that watches again
 * sees the gap.
 */
final class Absences {

  private static final String WATCHED_AT = "watched-at";
  private static final Duration MARK_EVERY = Duration.ofSeconds(5);

  /** Within a process, a gap that is no longer than this is none: it is only slow. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Long markedNanos;
  private Instant markedAt;

  /** Lets waiting begin anew at the end of an absence. */
  interface Excuse {
    void after(Session session, Duration absence, Instant now) throws SQLException;
  }

  /**
   * Whether it is time to look for an absence and to write down that this node watches.
   *
   * @param nanos the present, on the monotonic clock
   */
  boolean isDue(Instant now, long nanos) {
    return markedNanos == null
        || nanos - markedNanos >= MARK_EVERY.toNanos()
        || !now.isBefore(markedAt.plus(MARK_EVERY));
  }

  /** To be called when the transaction of {@link #look} has committed. */
  void marked(Instant now, long nanos) {
    markedAt = now;
    markedNanos = nanos;
  }

  /** Waits until no other node looks at what is missing. */
  static Optional<Instant> lock(Session session) throws SQLException {
    return session
        .first("system_state/lock", p -> p.text("name", WATCHED_AT), row -> row.text("value"))
        .map(Instant::parse);
  }

  void look(Session session, Excuse excuse, Instant now, long nanos) throws SQLException {
    session.update(
        "system_state/put-if-absent",
        p -> p.text("name", WATCHED_AT).text("value", now.toString()));
    Instant watchedAt = lock(session).orElse(now);
    Duration absence = absence(watchedAt, now, nanos);
    if (!absence.isZero()) {
      HeartbeatStore.excuse(session, absence, now);
      excuse.after(session, absence, now);
    }
    session.update(
        "system_state/update", p -> p.text("name", WATCHED_AT).text("value", now.toString()));
  }

  /**
   * How long nobody watched. Between two processes only the wall clock tells; when it went back
   * meanwhile, nobody knows, and it counts as very long.
   */
  private Duration absence(Instant watchedAt, Instant now, long nanos) {
    Duration gap = Duration.between(watchedAt, now);
    if (markedNanos == null) {
      return gap.plus(PATIENCE).isNegative() ? Duration.ofDays(365) : positive(gap);
    }
    Duration own = Duration.ofNanos(nanos - markedNanos);
    boolean isAbsence = own.compareTo(PATIENCE) > 0 && gap.compareTo(PATIENCE) > 0;
    return isAbsence ? own : Duration.ZERO;
  }

  private static Duration positive(Duration gap) {
    return gap.isNegative() ? Duration.ZERO : gap;
  }
}
