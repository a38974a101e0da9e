package io.dutybell.report;

import java.util.Optional;
import java.util.Set;

/**
 * Which alerts a report is about. An empty set leaves them all in.
 *
 * @param sources the alert sources that they may have; empty for any
 * @param policies the escalation policies that they may have
 * @param priorities their priorities
 * @param severities their severities
 */
public record ReportFilter(
    Optional<Set<Long>> sources,
    Set<Long> policies,
    Set<String> priorities,
    Set<String> severities) {

  public ReportFilter {
    sources = sources.map(Set::copyOf);
    policies = Set.copyOf(policies);
    priorities = Set.copyOf(priorities);
    severities = Set.copyOf(severities);
  }

  /** Whether no alert can fit. */
  public boolean findsNothing() {
    return sources.isPresent() && sources.get().isEmpty();
  }
}
