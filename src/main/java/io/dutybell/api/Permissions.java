package io.dutybell.api;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which {@link Permission} each operation asks for, by the id of its route. What is not listed only
 * administrators may do, so that a new route is never open by mistake.
 */
final class Permissions {

  private static final Map<String, Permission> BY_OPERATION = new HashMap<>();

  static {
    Map<Permission, List<String>> operations = new EnumMap<>(Permission.class);
    operations.put(Permission.SEE_ONESELF, List.of("find-current-user", "list-tokens"));
    operations.put(
        Permission.CHANGE_ONESELF, List.of("change-password", "add-token", "revoke-token"));
    operations.put(Permission.SEE_REPORTS, List.of("report-alerts", "report-alerts-as-csv"));
    operations.put(
        Permission.SEE,
        List.of(
            "list-alerts",
            "count-alerts",
            "find-alert",
            "list-log-entries",
            "list-alert-events",
            "list-alert-members",
            "list-alert-notifications",
            "list-suggested-responders",
            "stream-alerts",
            "list-alert-sources",
            "find-alert-source",
            "find-alert-source-by-name",
            "list-source-events",
            "list-escalation-policies",
            "find-escalation-policy",
            "find-escalation-policy-by-name",
            "list-teams",
            "find-team",
            "find-team-by-name",
            "list-users",
            "find-user",
            "search-user-email",
            "list-contacts",
            "find-contact",
            "search-contact-target",
            "list-notification-preferences",
            "find-notification-preference",
            "list-connectors",
            "find-connector",
            "find-connector-by-name",
            "list-notifiers",
            "list-alert-actions",
            "find-alert-action",
            "find-alert-action-by-name",
            "list-maintenance-windows",
            "find-maintenance-window",
            "list-support-hours",
            "find-support-hours",
            "find-support-hours-by-name",
            "list-heartbeat-monitors",
            "find-heartbeat-monitor",
            "find-heartbeat-monitor-by-name",
            "show-installation",
            "list-schedules",
            "find-schedule",
            "find-schedule-by-name",
            "list-shifts",
            "list-gaps",
            "find-user-on-call",
            "list-overrides",
            "list-on-calls",
            "show-calendar",
            "list-calendar-links"));
    operations.put(
        Permission.WORK,
        List.of(
            "accept-alert",
            "resolve-alert",
            "assign-alert",
            "escalate-alert",
            "snooze-alert",
            "change-alert-priority",
            "comment-alert",
            "add-responder",
            "retry-notification",
            "put-overrides",
            "add-override",
            "delete-override",
            "add-calendar-link",
            "delete-calendar-link"));
    operations.put(
        Permission.CHANGE_OWN_CONTACTS,
        List.of(
            "replace-user",
            "add-contact",
            "replace-contact",
            "delete-contact",
            "add-notification-preference",
            "replace-notification-preference",
            "delete-notification-preference"));
    operations.put(
        Permission.CONFIGURE_OF_TEAM,
        List.of(
            "add-alert-source",
            "replace-alert-source",
            "delete-alert-source",
            "rotate-integration-key",
            "send-test-event",
            "preview-templates",
            "add-alert-action",
            "replace-alert-action",
            "delete-alert-action",
            "add-support-hours",
            "replace-support-hours",
            "delete-support-hours",
            "add-heartbeat-monitor",
            "replace-heartbeat-monitor",
            "delete-heartbeat-monitor",
            "add-schedule",
            "replace-schedule",
            "delete-schedule",
            "add-escalation-policy",
            "replace-escalation-policy",
            "delete-escalation-policy"));
    operations.put(Permission.ADMINISTER_TEAM, List.of("replace-team"));
    operations.put(
        Permission.CONFIGURE,
        List.of(
            "add-maintenance-window", "replace-maintenance-window", "delete-maintenance-window"));
    operations.put(
        Permission.ADMINISTER,
        List.of(
            "add-user",
            "delete-user",
            "add-team",
            "delete-team",
            "change-sending",
            "list-refused-calls",
            "list-audit-log",
            "export-configuration",
            "apply-configuration",
            "add-connector",
            "replace-connector",
            "delete-connector",
            "test-connector"));
    operations.forEach((permission, ids) -> ids.forEach(id -> BY_OPERATION.put(id, permission)));
  }

  private Permissions() {}

  /** What this operation asks for. */
  static Permission of(String operation) {
    return BY_OPERATION.getOrDefault(operation, Permission.ADMINISTER);
  }
}
