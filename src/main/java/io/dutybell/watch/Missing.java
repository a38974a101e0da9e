package io.dutybell.watch;

import java.time.Instant;
import java.util.Objects;

/**
 * Something that did not come in time, of which an alert source was told.
 *
 * @param kind what it is
 * @param subjectId the number of the heartbeat monitor, or of the alert source
 * @param sourceId the alert source that was told
 * @param lastAt when it had last come; null when it never had
 * @param missedAt when the alert source was told
 */
record Missing(Awaited.Kind kind, long subjectId, long sourceId, Instant lastAt, Instant missedAt) {

  /** Whether it is what is waited for here. */
  boolean isOf(Awaited awaited) {
    return kind == awaited.kind() && subjectId == awaited.subjectId();
  }

  /** Whether it has come since. */
  boolean hasCome(Awaited awaited) {
    return awaited.lastAt() != null && !Objects.equals(lastAt, awaited.lastAt());
  }
}
