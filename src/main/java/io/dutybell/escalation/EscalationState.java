package io.dutybell.escalation;

import java.time.Instant;

/**
 * How far the escalation of an alert has come.
 *
 * @param phase what it is doing
 * @param level the escalation level in use, from 1; 0 before the first
 * @param round how often the policy has been started again from level 1, from 0
 * @param dueAt when the next step is due; null when none is
 */
public record EscalationState(Phase phase, int level, int round, Instant dueAt) {

  /** What an escalation is doing. */
  public enum Phase {
    /** It does not escalate: a LOW alert, or one that was accepted or resolved. */
    NONE,
    /** It waits for the policy's delay before level 1. */
    WAITING,
    /** A level has been told and its timeout runs. */
    ACTIVE,
    /** It came to its end without anyone accepting. */
    ENDED
  }

  /** The state of an alert that does not escalate. */
  public static EscalationState none() {
    return new EscalationState(Phase.NONE, 0, 0, null);
  }

  /** The same place, with nothing due any more. */
  public EscalationState stopped() {
    return new EscalationState(Phase.NONE, level, round, null);
  }
}
