package io.dutybell.api;

import static io.dutybell.api.ConfigShape.keyed;
import static io.dutybell.api.ConfigShape.list;
import static io.dutybell.api.ConfigShape.parts;
import static io.dutybell.api.ConfigShape.plain;
import static io.dutybell.api.ConfigShape.set;
import static io.dutybell.api.ConfigShape.to;

import io.dutybell.api.ConfigShape.Apart;
import io.dutybell.api.ConfigShape.ConnectorName;
import io.dutybell.api.ConfigShape.Keyed;
import io.dutybell.api.ConfigShape.Parts;
import io.dutybell.api.ConfigShape.Plain;
import io.dutybell.api.ConfigShape.Reference;
import java.util.Arrays;
import java.util.List;

/** The sections of a configuration document, in the order in which they stand there. */
enum ConfigSection {
  USERS("users", "user", "username"),
  TEAMS("teams", "team", "name"),
  SUPPORT_HOURS("supportHours", "support-hours", "name"),
  SCHEDULES("schedules", "schedule", "name"),
  ESCALATION_POLICIES("escalationPolicies", "escalation-policy", "name"),
  ALERT_SOURCES("alertSources", "alert-source", "name"),
  HEARTBEAT_MONITORS("heartbeatMonitors", "heartbeat-monitor", "name"),
  MAINTENANCE_WINDOWS("maintenanceWindows", "maintenance-window", "summary"),
  CONNECTORS("connectors", "connector", "name"),
  ALERT_ACTIONS("alertActions", "alert-action", "name");

  /** What names nothing comes first, what names others comes after those. */
  static final List<ConfigSection> ORDER =
      List.of(
          CONNECTORS,
          USERS,
          TEAMS,
          SUPPORT_HOURS,
          SCHEDULES,
          ESCALATION_POLICIES,
          ALERT_SOURCES,
          HEARTBEAT_MONITORS,
          MAINTENANCE_WINDOWS,
          ALERT_ACTIONS);

  /** The kinds of contacts as the document and the paths of the API call them. */
  static final List<Keyed> CONTACTS =
      List.of(
          new Keyed("emails", "emails", parts((Object) plain("target")), false),
          new Keyed(
              "phoneNumbers",
              "phone-numbers",
              parts((Object) plain("regionCode", "target")),
              false),
          new Keyed(
              "channels",
              "channels",
              parts(keyed("connector", new ConnectorName()), plain("target", "params")),
              false));

  /** The kinds of notification preferences. */
  static final List<Keyed> PREFERENCES =
      List.of(
          keyed("alerts", parts((Object) plain("contact", "method", "type", "delayMin"))),
          keyed("updates", parts((Object) plain("contact", "method", "type", "delayMin"))),
          keyed("duties", parts((Object) plain("contact", "method", "type", "beforeMin"))));

  private static final List<String> DAYS =
      List.of("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY");

  private final String key;
  private final String resource;
  private final String nameKey;

  ConfigSection(String key, String resource, String nameKey) {
    this.key = key;
    this.resource = resource;
    this.nameKey = nameKey;
  }

  /** Its name in the document. */
  String key() {
    return key;
  }

  /** What the audit log calls one of its entries. */
  String resource() {
    return resource;
  }

  /** The key by which its entries are told apart. */
  String nameKey() {
    return nameKey;
  }

  /** The names of all sections. */
  static List<String> names() {
    return Arrays.stream(values()).map(ConfigSection::key).toList();
  }

  /** The shape of an entry. */
  Parts shape() {
    return switch (this) {
      case USERS ->
          parts(
              plain("username", "firstName", "lastName", "email", "timezone", "language"),
              plain("position", "department", "role", "shiftColor", "region"),
              keyed("password", new Apart(new Plain())),
              keyed("contacts", new Apart(kinds(CONTACTS))),
              keyed("notificationPreferences", new Apart(kinds(PREFERENCES))));
      case TEAMS ->
          parts(
              plain("name", "visibility"),
              keyed("members", list(parts(keyed("user", to(USERS)), plain("role")))));
      case SUPPORT_HOURS ->
          parts(
              plain("name"),
              keyed("teams", set(TEAMS)),
              plain("timezone"),
              new Keyed("supportDays", "supportDays", days(), true),
              keyed(
                  "exceptions",
                  list(parts((Object) plain("name", "start", "end", "supportStatus")))));
      case SCHEDULES ->
          parts(
              plain("name"),
              keyed("teams", set(TEAMS)),
              plain("timezone", "type"),
              keyed("scheduleLayers", list(layer())),
              keyed("shifts", list(shift())),
              plain("showGaps", "defaultShiftDuration"),
              keyed("overrides", new Apart(list(shift()))));
      case ESCALATION_POLICIES ->
          parts(
              plain("name"),
              keyed("teams", set(TEAMS)),
              keyed(
                  "escalationRules",
                  list(
                      parts(
                          keyed("users", list(to(USERS))),
                          keyed("schedules", list(to(SCHEDULES))),
                          plain("escalationTimeout", "condition")))),
              plain("repeating", "frequency", "delayMin", "routingKey"));
      case ALERT_SOURCES ->
          parts(
              plain("name", "integrationType", "iconUrl"),
              keyed("integrationKey", new Apart(new Plain())),
              plain("active"),
              keyed("teams", set(TEAMS)),
              keyed("escalationPolicy", to(ESCALATION_POLICIES)),
              plain("alertCreation", "alertGroupingWindow", "scoreThreshold"),
              plain("autoResolutionTimeout", "alertPriorityRule"),
              keyed(
                  "supportHours", new Reference(SUPPORT_HOURS, List.of(plain("autoRaiseAlerts")))),
              plain("acceptTimeout", "noData", "ipAllowList", "rateLimit"),
              plain("language"),
              plain("expectedEventsInterval"),
              plain("flappingThreshold", "flappingWindow", "flappingQuietTime"),
              plain("summaryTemplate", "detailsTemplate", "routingTemplate", "alertKeyTemplate"),
              plain("linkTemplates", "priorityTemplate", "eventFilter", "eventTypeFilterCreate"),
              plain("eventTypeFilterAccept", "eventTypeFilterResolve"));
      case HEARTBEAT_MONITORS ->
          parts(
              plain("name"),
              keyed("integrationKey", new Apart(new Plain())),
              keyed("teams", set(TEAMS)),
              plain("active", "intervalSec", "alertSummary"),
              keyed("alertSource", to(ALERT_SOURCES)));
      case MAINTENANCE_WINDOWS ->
          parts(
              plain("summary", "description", "timezone", "start", "end"),
              keyed("affectedAlertSources", set(ALERT_SOURCES)));
      case CONNECTORS -> parts((Object) plain("name", "type", "params"));
      case ALERT_ACTIONS ->
          parts(
              plain("name"),
              keyed("teams", set(TEAMS)),
              keyed("alertSources", set(ALERT_SOURCES)),
              new Keyed("connector", "connectorId", new ConnectorName(), false),
              plain("connectorType", "triggerMode", "triggerTypes", "conditions", "params"));
    };
  }

  private static Parts kinds(List<Keyed> kinds) {
    return new Parts(
        kinds.stream()
            .map(kind -> new Keyed(kind.name(), kind.field(), list(kind.shape()), false))
            .toList());
  }

  private static Parts days() {
    return new Parts(
        DAYS.stream().map(day -> keyed(day, parts((Object) plain("start", "end")))).toList());
  }

  private static Parts layer() {
    Parts moment = parts((Object) plain("dayOfWeek", "time"));
    return parts(
        plain("name", "startsOn", "endsOn"),
        keyed("users", list(to(USERS))),
        plain("rotation", "restrictionType"),
        keyed("restrictions", list(parts(keyed("from", moment), keyed("to", moment)))));
  }

  private static Parts shift() {
    return parts(keyed("user", to(USERS)), plain("start", "end"));
  }
}
