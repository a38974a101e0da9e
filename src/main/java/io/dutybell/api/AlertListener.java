package io.dutybell.api;

import io.dutybell.configuration.Configuration;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who listens to the stream of alerts, and what may be told to them. That changes while
 * they listen: tokens are revoked, roles and teams change. For one thread.
 */
public final class AlertListener {

  private final Pass pass;
  private Caller caller;
  private Sight sight;
  private Optional<Set<Long>> sources;
  private boolean seesOtherwise;

  AlertListener(Pass pass) {
    this.pass = pass;
  }

  /** What let them in. */
  Pass pass() {
    return pass;
  }

  /**
   * Takes note of who they are now.
   *
   * @param now null when they may not listen any more
   */
  void review(Caller now, Configuration configuration) {
    seesOtherwise = false;
    if (now == null) {
      sight = null;
    } else if (sight == null
        || sight.configuration().version() != configuration.version()
        || !now.equals(caller)) {
      Sight next = Sight.of(now, configuration);
      Optional<Set<Long>> seen = next.sources();
      seesOtherwise = sight != null && !seen.equals(sources);
      sight = next;
      sources = seen;
    }
    caller = now;
  }

  /** Whether they may listen, as of the last review; false before the first. */
  public boolean mayListen() {
    return sight != null;
  }

  /** Whether the last review found that they see the alerts of other sources than before. */
  public boolean seesOtherwise() {
    return seesOtherwise;
  }

  /** What they may see; null when they may not listen. */
  Sight sight() {
    return sight;
  }
}
