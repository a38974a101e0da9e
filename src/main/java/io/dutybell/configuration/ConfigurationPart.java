package io.dutybell.configuration;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * A part of the configuration that is read by itself, because the rest of it stays as it was when
 * something in this part changes.
 */
enum ConfigurationPart {
  SOURCES,
  KEYS,
  POLICIES,
  USERS,
  WINDOWS,
  TEAMS,
  FORMER_SOURCES,
  ROSTERS;

  /** What is made of which tables; one that is not among them may be in any part. */
  private static final Map<String, Set<ConfigurationPart>> OF_TABLES =
      Map.ofEntries(
          Map.entry("alert_sources", Set.of(SOURCES)),
          Map.entry("support_hours", Set.of(SOURCES, POLICIES)),
          Map.entry("alert_source_keys", Set.of(KEYS)),
          Map.entry("escalation_policies", Set.of(POLICIES)),
          Map.entry("users", Set.of(USERS)),
          Map.entry("contacts", Set.of(USERS)),
          Map.entry("notification_rules", Set.of(USERS)),
          Map.entry("maintenance_windows", Set.of(WINDOWS)),
          Map.entry("teams", Set.of(TEAMS)),
          Map.entry("team_members", Set.of(TEAMS)),
          Map.entry("former_alert_sources", Set.of(FORMER_SOURCES)),
          Map.entry("schedules", Set.of(ROSTERS)),
          Map.entry("schedule_overrides", Set.of(ROSTERS)),
          Map.entry("alert_action_sources", Set.of()),
          Map.entry("alert_actions", Set.of()),
          Map.entry("api_tokens", Set.of()),
          Map.entry("audit_log", Set.of()),
          Map.entry("calendar_links", Set.of()),
          Map.entry("configuration_version", Set.of()),
          Map.entry("connectors", Set.of()),
          Map.entry("former_escalation_policies", Set.of()),
          Map.entry("heartbeat_monitors", Set.of()));

  /** Where else something goes, or changes, when rows of a table are deleted that it refers to. */
  private static final Map<String, Set<ConfigurationPart>> GONE_WITH =
      Map.of("users", Set.of(TEAMS, ROSTERS, WINDOWS), "alert_sources", Set.of(KEYS));

  private static final String DELETE = "delete";

  /** All of the configuration. */
  static Set<ConfigurationPart> all() {
    return EnumSet.allOf(ConfigurationPart.class);
  }

  /**
   * The parts in which something else may stand after these statements.
   *
   * @param statements their names, {@code <table>/<what-it-does>}
   */
  static Set<ConfigurationPart> changedBy(Set<String> statements) {
    Set<ConfigurationPart> changed = EnumSet.noneOf(ConfigurationPart.class);
    for (String statement : statements) {
      String[] parts = statement.split("/", 2);
      Set<ConfigurationPart> ofTable = OF_TABLES.get(parts[0]);
      if (ofTable == null) {
        return all();
      }
      changed.addAll(ofTable);
      if (parts[1].startsWith(DELETE)) {
        changed.addAll(GONE_WITH.getOrDefault(parts[0], Set.of()));
      }
    }
    return changed;
  }
}
