package io.dutybell.escalation;

import io.dutybell.escalation.EscalationState.Phase;
import io.dutybell.escalation.EscalationStep.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Decides the steps of an escalation (docs/alerting.md, "Escalation"). Pure: the policy is the one
 * in force at the moment of the step, so that an edit applies from the next step on, and a level or
 * user that is gone is passed over.
 */
public final class Escalation {

  private Escalation() {}

  /**
   * The first step: waits for the policy's delay, or tells level 1 at once.
   *
   * @param policy the policy
   * @param onCall whether a user can be told now
   * @param now the present
   */
  public static EscalationStep begin(EscalationPolicy policy, LongPredicate onCall, Instant now) {
    Duration delay = policy.delay();
    if (!delay.isZero()) {
      return new EscalationStep(
          new EscalationState(Phase.WAITING, 0, 0, now.plus(delay)), List.of(), List.of(), null);
    }
    return seek(policy, 1, 0, onCall, now);
  }

  /**
   * The step that is due.
   *
   * @param state the state before it; WAITING or ACTIVE
   * @param policy the policy
   * @param onCall whether a user can be told now
   * @param now the present
   */
  public static EscalationStep next(
      EscalationState state, EscalationPolicy policy, LongPredicate onCall, Instant now) {
    return seek(policy, state.level() + 1, state.round(), onCall, now);
  }

  /**
   * The step that a person asks for: the next level, and after the last one level 1 again, so that
   * asking always tells somebody who can be told.
   *
   * @param state the state before it
   * @param policy the policy
   * @param onCall whether a user can be told now
   * @param now the present
   */
  public static EscalationStep further(
      EscalationState state, EscalationPolicy policy, LongPredicate onCall, Instant now) {
    EscalationStep step = next(state, policy, onCall, now);
    return step.ending() == Ending.NOBODY_ACCEPTED
        ? seek(policy, 1, state.round(), onCall, now)
        : step;
  }

  /**
   * Who a LOW alert is assigned to: the first level with somebody on call, without a timeout.
   *
   * @param policy the policy
   * @param onCall whether a user can be told now
   */
  public static EscalationStep assignOnly(EscalationPolicy policy, LongPredicate onCall) {
    List<Integer> skipped = new ArrayList<>();
    for (int level = 1; level <= policy.rules().size(); level++) {
      List<Long> users = onCall(policy.rules().get(level - 1), onCall);
      if (!users.isEmpty()) {
        return new EscalationStep(
            new EscalationState(Phase.NONE, level, 0, null), users, skipped, null);
      }
      skipped.add(level);
    }
    return new EscalationStep(EscalationState.none(), List.of(), skipped, Ending.NOBODY_ON_CALL);
  }

  private static EscalationStep seek(
      EscalationPolicy policy, int fromLevel, int fromRound, LongPredicate onCall, Instant now) {
    List<Integer> skipped = new ArrayList<>();
    int levels = policy.rules().size();
    int level = fromLevel;
    int round = fromRound;
    boolean anybody = policy.rules().stream().anyMatch(rule -> !onCall(rule, onCall).isEmpty());
    while (true) {
      if (level > levels) {
        boolean again = policy.repeating() && round < policy.frequency() && anybody;
        if (!again) {
          Ending ending = anybody ? Ending.NOBODY_ACCEPTED : Ending.NOBODY_ON_CALL;
          EscalationState ended =
              new EscalationState(Phase.ENDED, Math.min(fromLevel - 1, levels), round, null);
          return new EscalationStep(ended, List.of(), skipped, ending);
        }
        round++;
        level = 1;
      }
      EscalationRule rule = policy.rules().get(level - 1);
      List<Long> users = onCall(rule, onCall);
      if (!users.isEmpty()) {
        EscalationState active =
            new EscalationState(Phase.ACTIVE, level, round, now.plus(rule.timeout()));
        return new EscalationStep(active, users, skipped, null);
      }
      skipped.add(level);
      level++;
    }
  }

  private static List<Long> onCall(EscalationRule rule, LongPredicate onCall) {
    return rule.userIds().stream().distinct().filter(onCall::test).toList();
  }
}
