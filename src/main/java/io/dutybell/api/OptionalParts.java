package io.dutybell.api;

import io.dutybell.alert.AlertFacts;
import io.dutybell.configuration.Configuration;
import io.dutybell.escalation.Escalation;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.escalation.EscalationState;
import io.dutybell.escalation.EscalationState.Phase;
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
      json.put(NEXT_USER, policy == null ? null : nextUser(row, policy, configuration));
    }
  }

  /** Whom the next step tells first, as things are; null when nothing is due or nobody is left. */
  private static Map<String, Object> nextUser(
      Row row, EscalationPolicy policy, Configuration configuration) throws SQLException {
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
    return Escalation.next(state, then, id -> isReachable(users.get(id), due), due)
        .assigned()
        .stream()
        .findFirst()
        .map(id -> EscalationPolicies.reference(id, users.get(id)))
        .orElse(null);
  }

  private static boolean isReachable(User user, Instant at) {
    return user != null && user.isReachableAt(at);
  }
}
