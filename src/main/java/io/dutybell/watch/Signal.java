package io.dutybell.watch;

import java.time.Instant;

/**
 * What an alert source is told.
 *
 * @param kind what was waited for
 * @param subjectId the number of the heartbeat monitor, or of the alert source
 * @param sourceId the alert source that is told
 * @param begins whether something is missing; else it is missing no more
 * @param lastAt when it last came; null when it never did
 * @param summary one line for people
 * @param details text for people; null for none
 */
record Signal(
    Awaited.Kind kind,
    long subjectId,
    long sourceId,
    boolean begins,
    Instant lastAt,
    String summary,
    String details) {

  static Signal missing(Awaited awaited) {
    return new Signal(
        awaited.kind(),
        awaited.subjectId(),
        awaited.sourceId(),
        true,
        awaited.lastAt(),
        awaited.summary(),
        awaited.details());
  }

  static Signal over(Missing missing, String why) {
    return new Signal(
        missing.kind(),
        missing.subjectId(),
        missing.sourceId(),
        false,
        missing.lastAt(),
        why,
        null);
  }
}
