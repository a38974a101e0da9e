package io.dutybell.connector;

import java.time.Instant;
import java.util.Set;

/**
 * An outbound message about alerts, to a channel rather than a person.
 *
 * @param id a UUID
 * @param name what people call it
 * @param sourceIds the alert sources whose alerts it is about
 * @param connectorId the connector that it goes through; null for the notifier's own
 * @param connectorType that connector's notifier
 * @param triggerMode what sets it off
 * @param triggerTypes the changes of an alert that set it off
 * @param params what the message needs, a JSON object with secrets in clear
 * @param conditions for which alerts, as it was typed; null for all of them
 * @param createdAt when it was made
 * @param updatedAt when it was last replaced
 * @param teamIds the teams that it belongs to; empty for none
 */
public record AlertAction(
    String id,
    String name,
    Set<Long> sourceIds,
    String connectorId,
    String connectorType,
    TriggerMode triggerMode,
    Set<TriggerType> triggerTypes,
    String params,
    String conditions,
    Instant createdAt,
    Instant updatedAt,
    Set<Long> teamIds) {

  /** What sets an alert action off. */
  public enum TriggerMode {
    /** A change of the alert. */
    AUTOMATIC,
    /** A person. */
    MANUAL
  }

  public AlertAction {
    sourceIds = Set.copyOf(sourceIds);
    triggerTypes = Set.copyOf(triggerTypes);
    teamIds = Set.copyOf(teamIds);
  }

  /** Without the params, which may hold secrets. */
  @Override
  public String toString() {
    return "alert action " + id + " (" + name + ")";
  }
}
