package io.dutybell.alert;

import io.dutybell.configuration.Configuration;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.escalation.EscalationRule;
import io.dutybell.event.Event;
import io.dutybell.event.Priority;
import io.dutybell.notification.NotificationOrder;
import io.dutybell.source.AlertSource;
import io.dutybell.source.Grouping;
import io.dutybell.source.MaintenanceWindow;
import io.dutybell.source.NoData;
import io.dutybell.source.PriorityRule;
import io.dutybell.source.SourceSettings;
import io.dutybell.source.SourceType;
import io.dutybell.source.SupportHours;
import io.dutybell.team.Contact;
import io.dutybell.team.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * An installation in memory: one alert source, one policy with two levels (Lin, then Wei), and a
 * clock to turn. It keeps what decisions change and shows it to the next one, as the database does.
 */
final class World {

  static final Instant START = Instant.parse("2026-11-22T15:06:00Z");
  static final long SOURCE = 5;
  static final long POLICY = 3;
  static final long OTHER_POLICY = 4;
  static final long LIN = 1;
  static final long WEI = 2;

  Instant now = START;
  Priority priority = Priority.HIGH;
  PriorityRule rule;
  SupportHours hours;
  boolean autoRaise;
  NoData noData = NoData.IGNORE;
  Grouping grouping = Grouping.NONE;
  Duration autoResolution;
  Duration acceptTimeout;
  boolean active = true;
  boolean deleted;
  String fallback;
  final List<MaintenanceWindow> windows = new ArrayList<>();
  final Map<Long, User> users = new HashMap<>();

  private final Map<String, KeyState> keys = new HashMap<>();
  private final TreeMap<Long, Alert> alerts = new TreeMap<>();
  private final Map<Changes.MemberId, Member> members = new HashMap<>();
  private final Map<Long, Set<Long>> responders = new HashMap<>();
  private final List<Told> told = new ArrayList<>();
  private final Set<UUID> seen = new HashSet<>();

  World() {
    users.put(LIN, user(LIN, "Lin"));
    users.put(WEI, user(WEI, "Wei"));
  }

  static User user(long id, String name) {
    Contact contact = new Contact(id * 10, Contact.Kind.CHANNEL, "log", name, Map.of(), true);
    return new User(
        id, name, name, "", null, "UTC", "en", User.Role.USER, null, List.of(contact), List.of());
  }

  World later(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** The event arrives now and is decided on; what it changes is kept. */
  Decision send(Sketch sketch) {
    return send(sketch, now);
  }

  /** The event arrived at an earlier time and is decided on now. */
  Decision send(Sketch sketch, Instant receivedAt) {
    Event event = sketch.event(SOURCE, receivedAt);
    Decision decision =
        new Decider(configuration(), new Fallback(fallback), now).decide(event, situation(event));
    keep(decision);
    if (event.content().idempotency() != null && decision.outcome().makesDuplicates()) {
      seen.add(event.content().idempotency());
    }
    return decision;
  }

  /** A person does this to an alert. */
  void person(long alertId, Consumer<AlertChange> does) {
    AlertChange change =
        new AlertChange(alerts.get(alertId), configuration(), new Fallback(fallback), now);
    does.accept(change);
    alerts.put(alertId, change.alert());
    keep(change.assignments());
  }

  void accepted(long alertId, long userId) {
    person(alertId, c -> c.accept(userId, Alert.ByType.USER, null, told));
  }

  void resolvedByHand(long alertId) {
    person(alertId, c -> c.resolve(LIN, Alert.ByType.USER, told));
    keys.replaceAll(
        (key, state) ->
            state.alertId() != null && state.alertId() == alertId ? state.abandoned() : state);
  }

  /** The escalation comes to its end. */
  void escalatedToTheEnd(long alertId) {
    for (int step = 0; step < 2; step++) {
      person(alertId, AlertChange::escalate);
    }
  }

  Alert alert(long id) {
    return alerts.get(id);
  }

  Member member(long alertId, String key) {
    return members.get(new Changes.MemberId(alertId, key));
  }

  KeyState key(String key) {
    return keys.get(key);
  }

  Configuration configuration() {
    SourceSettings settings =
        rule == null
            ? new SourceSettings(
                grouping, null, priority, noData, autoResolution, acceptTimeout, null, null)
            : new SourceSettings(
                grouping, null, rule, noData, autoResolution, acceptTimeout, null, null, null);
    AlertSource source =
        new AlertSource(SOURCE, "prod", SourceType.ALIBABACLOUD, active, POLICY, settings)
            .withHours(hours, autoRaise);
    return new Configuration(
        1,
        deleted ? Map.of() : Map.of(SOURCE, source),
        Map.of(),
        Map.of(POLICY, policy(POLICY, null, LIN, WEI), OTHER_POLICY, policy(4, "network", WEI)),
        users,
        windows);
  }

  private static EscalationPolicy policy(long id, String routingKey, Long... users) {
    return new EscalationPolicy(
        id,
        "policy " + id,
        List.of(users).stream()
            .map(user -> new EscalationRule(List.of(user), Duration.ofMinutes(5)))
            .toList(),
        false,
        1,
        Duration.ZERO,
        routingKey);
  }

  private Situation situation(Event event) {
    String alertKey = event.content().alertKey();
    KeyState key =
        keys.getOrDefault(alertKey, KeyState.unknown(SOURCE, alertKey == null ? "" : alertKey));
    Alert alert = key.isOpen() ? alerts.get(key.alertId()) : null;
    Alert group = alert == null && grouping != Grouping.NONE ? newestOpen() : null;
    Alert theirs = alert != null ? alert : group;
    return new Situation(
        key,
        alert,
        alert == null ? null : member(alert.id(), alertKey),
        group,
        group == null ? null : member(group.id(), alertKey),
        theirs == null ? Set.of() : responders.getOrDefault(theirs.id(), Set.of()),
        List.copyOf(told),
        event.content().idempotency() != null && seen.contains(event.content().idempotency()),
        alerts.isEmpty() ? 1 : alerts.lastKey() + 1);
  }

  private Alert newestOpen() {
    return alerts.descendingMap().values().stream().filter(Alert::isOpen).findFirst().orElse(null);
  }

  private void keep(Decision decision) {
    if (decision.key() != null) {
      keys.put(decision.key().alertKey(), decision.key());
    }
    if (decision.alert() != null) {
      alerts.put(decision.alert().id(), decision.alert());
    }
    if (decision.member() != null) {
      members.put(
          new Changes.MemberId(decision.member().alertId(), decision.member().alertKey()),
          decision.member());
    }
    keep(decision.assignments());
    for (NotificationOrder order : decision.notifications()) {
      if (order.userId() != null) {
        told.add(new Told(order.alertId(), order.userId(), order.contactId()));
      }
    }
  }

  private void keep(List<Assignment> assignments) {
    for (Assignment assignment : assignments) {
      responders
          .computeIfAbsent(assignment.alertId(), id -> new LinkedHashSet<>())
          .add(assignment.userId());
    }
  }
}
