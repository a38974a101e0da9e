package io.dutybell.configuration;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The configuration as one transaction sees it that may change it: what is already read of it, and
 * what that transaction has changed since. It belongs to one thread and ends with the transaction.
 */
final class SeenConfiguration {

  /**
   * What is known at one moment of the transaction.
   *
   * @param read what was read last; null before the first time
   * @param before the version from which on nobody else changes anything; null while others may
   * @param stale what this transaction has changed since it was read
   * @param changed what this transaction has changed at all
   * @param isCounted whether the version counts what this transaction changes
   * @param moment counts what makes a difference to what is read
   */
  record State(
      Configuration read,
      Long before,
      Set<ConfigurationPart> stale,
      Set<ConfigurationPart> changed,
      boolean isCounted,
      int moment) {

    /** Whether what was read is what a reader would read now. */
    boolean isFresh() {
      return read != null && stale.isEmpty();
    }
  }

  private State state = new State(null, null, Set.of(), Set.of(), false, 0);

  private int moment;

  /** What was known where parts began that have not ended, the innermost last. */
  private final List<State> beginnings = new ArrayList<>();

  State state() {
    return state;
  }

  /** Begins a part of the transaction that can be taken back alone. */
  void begin() {
    beginnings.add(state);
  }

  /**
   * Ends the part that began last.
   *
   * @param isKept whether what it has changed stays
   */
  void end(boolean isKept) {
    State beginning = beginnings.remove(beginnings.size() - 1);
    state = isKept ? state : beginning;
  }

  /**
   * From now on nobody else changes anything.
   *
   * @param version the version that is so kept
   */
  void locked(long version) {
    if (state.before() == null) {
      boolean isOld = state.read() != null && state.read().version() != version;
      state =
          new State(
              isOld ? null : state.read(),
              version,
              state.stale(),
              state.changed(),
              state.isCounted(),
              ++moment);
    }
  }

  /** The version has been counted up: once for a transaction is enough. */
  void counted() {
    state = new State(state.read(), state.before(), state.stale(), state.changed(), true, ++moment);
  }

  /** The transaction has changed these parts. */
  void changed(Set<ConfigurationPart> parts) {
    state =
        new State(
            state.read(),
            state.before(),
            with(state.stale(), parts),
            with(state.changed(), parts),
            state.isCounted(),
            ++moment);
  }

  /** This was read, after all that was changed until now. */
  void read(Configuration configuration) {
    State before = state;
    State now =
        new State(
            configuration,
            before.before(),
            Set.of(),
            before.changed(),
            before.isCounted(),
            before.moment());
    // What is read before a part has changed anything stays known when the part is taken back.
    beginnings.replaceAll(beginning -> beginning.moment() == before.moment() ? now : beginning);
    state = now;
  }

  private static Set<ConfigurationPart> with(
      Set<ConfigurationPart> some, Set<ConfigurationPart> more) {
    Set<ConfigurationPart> all = EnumSet.noneOf(ConfigurationPart.class);
    all.addAll(some);
    all.addAll(more);
    return all;
  }
}
