package io.dutybell.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.dutybell.configuration.AlertActionStore;
import io.dutybell.configuration.ConnectorStore;
import io.dutybell.configuration.HeartbeatStore;
import io.dutybell.configuration.LiveConfiguration;
import io.dutybell.configuration.MaintenanceStore;
import io.dutybell.configuration.OverrideStore;
import io.dutybell.configuration.PolicyStore;
import io.dutybell.configuration.ScheduleStore;
import io.dutybell.configuration.SourceStore;
import io.dutybell.configuration.SupportHoursStore;
import io.dutybell.configuration.TeamStore;
import io.dutybell.configuration.UserStore;
import io.dutybell.configuration.UsersAtOnce;
import io.dutybell.event.TimeOrderedIds;
import io.dutybell.receive.RefusedCalls;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The resources of the API as one transaction sees them that changes several: instances of their
 * own, which look at what that transaction made and which nobody else uses.
 */
final class ConfigParts {

  private static final int PAGE = 100;

  /** What has no such parts ignores it. */
  private static final String INCLUDED = "include=" + String.join(",", SourceParts.ALL);

  /**
   * What can be done with a resource.
   *
   * @param find null where one cannot be found alone
   * @param replace null where it cannot be replaced
   */
  record Operations(
      Function<Call, Answer> list,
      Function<Call, Answer> find,
      Function<Call, Answer> add,
      Function<Call, Answer> replace,
      Function<Call, Answer> delete) {}

  final UserStore users;
  final SourceStore sources;
  final HeartbeatStore heartbeats;
  final ConnectorStore connectors;
  final AlertActionStore actions;
  final UncommittedConnectors notifiers;
  final Operations contacts;
  final Operations preferences;
  final Operations overrides;
  private final Map<ConfigSection, Operations> operations = new EnumMap<>(ConfigSection.class);

  /**
   * @param live what this node works by; within a transaction it shows what that sees
   */
  ConfigParts(ConfigTools tools, LiveConfiguration live) {
    var configurations = tools.configurations();
    var clock = tools.clock();
    TimeOrderedIds ids = tools.ids();
    users = new UsersAtOnce(configurations, clock);
    sources = new SourceStore(configurations, clock, tools.keys(), tools.box());
    heartbeats =
        new HeartbeatStore(tools.database(), configurations, clock, tools.keys(), tools.box());
    connectors = new ConnectorStore(configurations, clock, tools.box());
    actions = new AlertActionStore(configurations, clock, tools.box());
    notifiers = new UncommittedConnectors(tools.notifiers(), connectors);

    Users user = new Users(users);
    put(ConfigSection.USERS, user::list, user::find, user::add, user::replace, user::delete);
    Contacts contact = new Contacts(user, users, notifiers);
    contacts =
        new Operations(
            contact::list, contact::find, contact::add, contact::replace, contact::delete);
    NotificationPreferences preference = new NotificationPreferences(user, users);
    preferences =
        new Operations(
            preference::list,
            preference::find,
            preference::add,
            preference::replace,
            preference::delete);
    Teams team = new Teams(new TeamStore(configurations, clock), live);
    put(ConfigSection.TEAMS, team::list, team::find, team::add, team::replace, team::delete);
    SupportHoursCalls hours =
        new SupportHoursCalls(new SupportHoursStore(configurations, clock), live);
    put(
        ConfigSection.SUPPORT_HOURS,
        hours::list,
        hours::find,
        hours::add,
        hours::replace,
        hours::delete);
    ScheduleStore schedules = new ScheduleStore(configurations, clock);
    OverrideStore overrideStore = new OverrideStore(configurations, clock);
    ScheduleShifts shifts = new ScheduleShifts(schedules, overrideStore, live, clock);
    Schedules schedule = new Schedules(schedules, shifts, live, clock);
    put(
        ConfigSection.SCHEDULES,
        schedule::list,
        schedule::find,
        schedule::add,
        schedule::replace,
        schedule::delete);
    ScheduleOverrides override = new ScheduleOverrides(overrideStore, shifts, live);
    overrides = new Operations(override::list, null, override::add, null, override::delete);
    EscalationPolicies policy =
        new EscalationPolicies(new PolicyStore(configurations, clock), live);
    put(
        ConfigSection.ESCALATION_POLICIES,
        policy::list,
        policy::find,
        policy::add,
        policy::replace,
        policy::delete);
    AlertSources source =
        new AlertSources(
            sources, new EventExplorer(tools.database()), new RefusedCalls(), live, clock, "");
    put(
        ConfigSection.ALERT_SOURCES,
        source::list,
        source::find,
        source::add,
        source::replace,
        source::delete);
    HeartbeatMonitors monitor = new HeartbeatMonitors(heartbeats, live, clock, "");
    put(
        ConfigSection.HEARTBEAT_MONITORS,
        monitor::list,
        monitor::find,
        monitor::add,
        monitor::replace,
        monitor::delete);
    MaintenanceWindows window =
        new MaintenanceWindows(new MaintenanceStore(configurations), live, clock);
    put(
        ConfigSection.MAINTENANCE_WINDOWS,
        window::list,
        window::find,
        window::add,
        window::replace,
        window::delete);
    Connectors connector = new Connectors(connectors, notifiers, live, ids, clock, "", () -> true);
    put(
        ConfigSection.CONNECTORS,
        connector::list,
        connector::find,
        changing(connector::add),
        changing(connector::replace),
        changing(connector::delete));
    AlertActions action = new AlertActions(actions, notifiers, live, ids, clock);
    put(
        ConfigSection.ALERT_ACTIONS,
        action::list,
        action::find,
        action::add,
        action::replace,
        action::delete);
  }

  private void put(
      ConfigSection section,
      Function<Call, Answer> list,
      Function<Call, Answer> find,
      Function<Call, Answer> add,
      Function<Call, Answer> replace,
      Function<Call, Answer> delete) {
    operations.put(section, new Operations(list, find, add, replace, delete));
  }

  private Function<Call, Answer> changing(Function<Call, Answer> change) {
    return call -> {
      notifiers.readAlways();
      return change.apply(call);
    };
  }

  /** What can be done with the entries of a section. */
  Operations of(ConfigSection section) {
    return operations.get(section);
  }

  /**
   * All of a list, page by page.
   *
   * @param path the parameters of the path
   */
  static List<JsonNode> all(Function<Call, Answer> list, Map<String, String> path, Caller caller) {
    List<JsonNode> all = new ArrayList<>();
    JsonNode page;
    do {
      Query query =
          Query.parse(
              "max-results="
                  + PAGE
                  + "&start-index="
                  + all.size()
                  + "&include="
                  + String.join(",", SourceParts.ALL));
      page = Body.tree(list.apply(new Call(path, query, null, caller)).body());
      page.forEach(all::add);
    } while (page.size() == PAGE);
    return all;
  }

  /** A call about one thing. */
  static Call call(Map<String, String> path, JsonNode json, Caller caller) {
    return new Call(path, Query.parse(INCLUDED), json, caller);
  }
}
