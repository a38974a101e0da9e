package io.dutybell.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that is to come at least once in an interval (docs/alerting.md, "What is missing").
 *
 * @param kind what it is
 * @param subjectId the number of the heartbeat monitor, or of the alert source
 * @param sourceId the alert source that is told when it does not come
 * @param interval the longest time between two
 * @param lastAt when it last came; null when it never did
 * @param since when waiting for it began anew; null when that was before it last came
 * @param changedAt when it was last said how long to wait; null when that is not known
 * @param summary what an alert says
 * @param details what else is to be known, for people
 */
record Awaited(
    Kind kind,
    long subjectId,
    long sourceId,
    Duration interval,
    Instant lastAt,
    Instant since,
    Instant changedAt,
    String summary,
    String details) {

  private static final int GRACE_PARTS = 20;
  private static final Duration MOST_GRACE = Duration.ofHours(1);

  /** What is waited for. */
  enum Kind {
    /** The ping of a heartbeat monitor. */
    HEARTBEAT,
    /** An event of an alert source. */
    EVENTS
  }

  /**
   * How much later than its interval something may come: a twentieth, but no more than an hour. A
   * process's clock that follows a wall clock that was put right is as much faster or slower.
   */
  static Duration grace(Duration interval) {
    Duration part = interval.dividedBy(GRACE_PARTS);
    return part.compareTo(MOST_GRACE) > 0 ? MOST_GRACE : part;
  }

  /** When it is missing; empty before waiting has begun. */
  Optional<Instant> missingAt() {
    Instant from = lastAt == null || (since != null && since.isAfter(lastAt)) ? since : lastAt;
    return Optional.ofNullable(from).map(at -> at.plus(interval).plus(grace(interval)));
  }

  /** Whether it is missing at this instant. */
  boolean isMissing(Instant now) {
    return missingAt().filter(now::isAfter).isPresent();
  }

  /** The alert key of the events that tell of it. */
  String alertKey() {
    return alertKey(kind, subjectId);
  }

  static String alertKey(Kind kind, long subjectId) {
    return kind == Kind.HEARTBEAT ? "heartbeat-monitor-" + subjectId : "expected-events";
  }
}
