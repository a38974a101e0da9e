package io.dutybell.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dutybell.condition.Verdict;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.source.AlertSource;
import io.dutybell.source.StoredCondition;
import io.dutybell.store.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What an alert offers to conditions (docs/conditions.md). Reads no clock; lives for one look. */
public final class AlertFacts {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Alert alert;
  private final AlertSource source;
  private final Instant now;
  private Map<String, Object> customDetails;

  /**
   * @param alert the alert as it is at this moment
   * @param source its alert source; null when that was deleted
   * @param now the moment in question, mostly the present
   */
  AlertFacts(Alert alert, AlertSource source, Instant now) {
    this.alert = alert;
    this.source = source;
    this.now = now;
  }

  /**
   * The facts of an alert as it is stored.
   *
   * @param row all columns of the alert
   * @param source its alert source; null when that was deleted
   * @param at the moment in question
   */
  public static AlertFacts of(Row row, AlertSource source, Instant at) throws SQLException {
    return new AlertFacts(AlertStore.alert(row), source, at);
  }

  /** The policy as it is for this alert at the moment: nobody is on levels that are not for it. */
  public EscalationPolicy policy(EscalationPolicy policy) {
    Set<Integer> unmet = policy.hasConditions() ? unmetLevels(policy) : Set.of();
    return unmet.isEmpty() ? policy : policy.without(unmet);
  }

  /** The levels of a policy that are not for this alert at the moment. */
  Set<Integer> unmetLevels(EscalationPolicy policy) {
    Set<Integer> unmet = new HashSet<>();
    for (int level = 1; level <= policy.rules().size(); level++) {
      if (!holds(policy.rules().get(level - 1).condition())) {
        unmet.add(level);
      }
    }
    return unmet;
  }

  /** Better one who is told too much: what cannot be found out holds. */
  private boolean holds(StoredCondition condition) {
    return condition == null
        || condition.test(this::field, now, source == null ? null : source.supportHours())
            != Verdict.FAILS;
  }

  /** A field of the alert; null for one that it has not. */
  Object field(String name) {
    return switch (name) {
      case "id" -> alert.id();
      case "alertKey" -> alert.alertKey();
      case "summary" -> alert.summary();
      case "details" -> alert.details();
      case "severity" -> alert.severity() == null ? null : alert.severity().name();
      case "priority" -> alert.priority().name();
      case "status" -> alert.status().name();
      case "eventCount" -> alert.eventCount();
      case "memberCount" -> alert.memberCount();
      case "openMembers" -> alert.openMembers();
      case "level" -> alert.escalation().level();
      case "round" -> alert.escalation().round();
      case "ageMin" -> Duration.between(alert.createdAt(), now).toMinutes();
      case "reportTime" -> alert.createdAt();
      case "customDetails" -> customDetails();
      case "alertSource" ->
          source == null
              ? Map.of("id", alert.sourceId())
              : Map.of("id", source.id(), "name", source.name());
      default -> null;
    };
  }

  private Map<String, Object> customDetails() {
    if (customDetails == null) {
      try {
        customDetails =
            JSON.readValue(alert.customDetails(), new TypeReference<Map<String, Object>>() {});
      } catch (JsonProcessingException e) {
        customDetails = Map.of();
      }
    }
    return customDetails;
  }
}
