package io.dutybell.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Decides what alert sources are told about what did not come, or came again. Pure: no I/O, no
 * clock.
 */
final class Signals {

  private record Subject(Awaited.Kind kind, long id) {}

  private final LongPredicate isActive;
  private final LongPredicate isDisabled;
  private final Instant now;

  /**
   * @param isActive whether an alert source does anything with what it is told
   * @param isDisabled whether it will do so only when somebody switches it on; neither for one that
   *     is gone
   * @param now the present
   */
  Signals(LongPredicate isActive, LongPredicate isDisabled, Instant now) {
    this.isActive = isActive;
    this.isDisabled = isDisabled;
    this.now = now;
  }

  /**
   * What is to be told now.
   *
   * @param awaited all that is waited for
   * @param told what alert sources were told and has not ended yet
   */
  List<Signal> of(List<Awaited> awaited, List<Missing> told) {
    Map<Subject, Awaited> bySubject = new HashMap<>();
    awaited.forEach(a -> bySubject.put(new Subject(a.kind(), a.subjectId()), a));
    List<Signal> signals = new ArrayList<>();
    for (Missing missing : told) {
      Awaited waiting = bySubject.remove(new Subject(missing.kind(), missing.subjectId()));
      boolean isMoved = waiting != null && waiting.sourceId() != missing.sourceId();
      // A source that is switched off would not heed it, and its alert would stay open.
      if (isMoved || !isDisabled.test(missing.sourceId())) {
        ending(missing, waiting).ifPresent(why -> signals.add(Signal.over(missing, why)));
      }
    }
    awaited.stream()
        .filter(a -> bySubject.containsKey(new Subject(a.kind(), a.subjectId())))
        .filter(a -> isActive.test(a.sourceId()) && a.isMissing(now))
        .forEach(a -> signals.add(Signal.missing(a)));
    return signals;
  }

  /** Why something is missing no more, in a sentence; empty when it is. */
  private Optional<String> ending(Missing missing, Awaited waiting) {
    boolean isPing = missing.kind() == Awaited.Kind.HEARTBEAT;
    if (waiting == null) {
      return Optional.of(
          isPing
              ? "The heartbeat monitor was deleted or disabled, or has no alert source any more."
              : "This alert source is not expected to send events any more.");
    }
    if (missing.hasCome(waiting)) {
      return Optional.of(
          (isPing ? "A ping came at " : "An event came at ") + waiting.lastAt() + ".");
    }
    if (missing.sourceId() != waiting.sourceId()) {
      return Optional.of("The heartbeat monitor has another alert source now.");
    }
    boolean isChanged =
        waiting.changedAt() != null && waiting.changedAt().isAfter(missing.missedAt());
    return isChanged && !waiting.isMissing(now)
        ? Optional.of("There is more time now until the next one has to come.")
        : Optional.empty();
  }
}
