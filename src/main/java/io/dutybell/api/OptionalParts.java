package io.dutybell.api;

import io.dutybell.alert.AlertFacts;
import io.dutybell.configuration.Configuration;
import io.dutybell.escalation.Escalation;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.escalation.EscalationState;
import io.dutybell.escalation.EscalationState.Phase;
import io.dutybell.escalation.EscalationStep;
import io.dutybell.source.AlertSource;
import io.dutybell.store.Row;
import io.dutybell.team.User;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parts of an alert that are shown only when {@code include} names them. */
final class OptionalParts {

  private static final String RULES = "escalationRules";
  private static final String NEXT_USER = "nextEscalationUser";

  private OptionalParts() {}

  /**
   * Adds what is asked for.
   *
   * @param json the alert
   * @param row the alert as stored
   * @param include the names of parts; unknown ones are ignored
   * @param sight what the caller may see: a policy that is hidden has no parts
   */
  static void add(Map<String, Object> json, Row row, Set<String> include, Sight sight)
      throws SQLException {
    Configuration configuration = sight.configuration();
    EscalationPolicy policy = configuration.policies().get(row.number("policy_id"));
    if (policy != null && !sight.sees(policy)) {
      policy = null;
    }
    if (include.contains(RULES)) {
      json.put(RULES, policy == null ? List.of() : EscalationPolicies.rules(policy, sight));
    }
    if (include.contains(NEXT_USER)) {
      json.put(NEXT_USER, policy == null ? null : nextUser(row, policy, sight));
    }
  }

  /**
   * Whom the next step tells first, as things are; null when nothing is due or nobody is left, and
   * when it follows from an on-call schedule that is hidden: nobody shall learn who has its shifts.
   */
  private static Map<String, Object> nextUser(Row row, EscalationPolicy policy, Sight sight)
      throws SQLException {
    Configuration configuration = sight.configuration();
    Map<Long, User> users = configuration.users();
    Instant due = row.instant("next_escalation_at");
    if (due == null) {
      return null;
    }
    EscalationState state =
        new EscalationState(
            row.word("escalation_state", Phase.class),
            row.count("escalation_level"),
            row.count("escalation_round"),
            due);
    AlertSource source = configuration.sources().get(row.number("source_id"));
    EscalationPolicy then =
        AlertFacts.of(row, source, due)
            .policy(policy.withUsers(id -> configuration.userOnCall(id, due)));
    EscalationStep step = Escalation.next(state, then, id -> isReachable(users.get(id), due), due);
    if (step.assigned().isEmpty()
        || step.skipped().stream().anyMatch(level -> isPartlyHidden(policy, level, sight))) {
      return null;
    }
    long next = step.assigned().get(0);
    int level = step.state().level();
    return isNamed(policy, level, next) || !isPartlyHidden(policy, level, sight)
        ? EscalationPolicies.reference(next, users.get(next))
        : null;
  }

  private static boolean isNamed(EscalationPolicy policy, int level, long userId) {
    return policy.rules().get(level - 1).userIds().contains(userId);
  }

  private static boolean isPartlyHidden(EscalationPolicy policy, int level, Sight sight) {
    return policy.rules().get(level - 1).scheduleIds().stream()
        .map(sight.configuration().rosters()::get)
        .anyMatch(roster -> roster != null && !sight.sees(roster.schedule()));
  }

  private static boolean isReachable(User user, Instant at) {
    return user != null && user.isReachableAt(at);
  }
}
