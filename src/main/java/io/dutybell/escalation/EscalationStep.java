package io.dutybell.escalation;

import java.util.List;

/**
 * What one step of an escalation does.
 *
 * @param state the state after it
 * @param assigned the users who become responders and are told, each once, in order; empty when
 *     nobody is told
 * @param skipped the levels that were passed over because nobody was on call, in order
 * @param ending why the escalation ends with this step; null while it goes on
 */
public record EscalationStep(
    EscalationState state, List<Long> assigned, List<Integer> skipped, Ending ending) {

  /** Why an escalation ends. */
  public enum Ending {
    /** The last level's timeout passed without anyone accepting. */
    NOBODY_ACCEPTED,
    /** There is nobody on call on any level. */
    NOBODY_ON_CALL
  }

  public EscalationStep {
    assigned = List.copyOf(assigned);
    skipped = List.copyOf(skipped);
  }
}
