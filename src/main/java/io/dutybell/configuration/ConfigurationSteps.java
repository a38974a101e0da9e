package io.dutybell.configuration;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which parts of the configuration this process has changed from one version to another, so that
 * the others need not be read again. What another node has changed is not among it, and neither is
 * what happened longer ago. Thread-safe.
 */
final class ConfigurationSteps {

  private static final int MOST = 1_000;

  /**
   * A change that was kept.
   *
   * @param from the version before
   * @param to the version afterwards
   * @param parts what may be different; the rest is as it was
   */
  record Step(long from, long to, Set<ConfigurationPart> parts) {}

  private final TreeMap<Long, Step> steps = new TreeMap<>();

  /** Notes a change, once it is certain that it was kept. */
  synchronized void add(Step step) {
    steps.put(step.from(), step);
    if (steps.size() > MOST) {
      steps.pollFirstEntry();
    }
  }

  /**
   * What may be different between two versions; nothing when they are the same one.
   *
   * @return empty when that is not known, so that it may be everything
   */
  synchronized Optional<Set<ConfigurationPart>> between(long from, long to) {
    Set<ConfigurationPart> parts = EnumSet.noneOf(ConfigurationPart.class);
    long at = from;
    while (at < to) {
      Step step = steps.get(at);
      if (step == null) {
        return Optional.empty();
      }
      parts.addAll(step.parts());
      at = step.to();
    }
    return at == to ? Optional.of(parts) : Optional.empty();
  }

  /** Another database may count the same versions otherwise, after it was away or was put back. */
  synchronized void forget() {
    steps.clear();
  }
}
