package io.dutybell.alert;

import io.dutybell.event.Event;
import io.dutybell.event.Outcome;
import io.dutybell.notification.NotificationOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * All that one transaction writes about alerts: the last state of everything that changed, each
 * written once however often it changed on the way. Lives for one transaction.
 */
final class Changes {

  /** What became of an event. */
  record Recorded(Event event, Outcome outcome, String reason, Long alertId) {}

  record MemberId(long alertId, String alertKey) {}

  record ResponderId(long alertId, long userId) {}

  final Map<Long, Alert> newAlerts = new LinkedHashMap<>();
  final Map<Long, Alert> alerts = new LinkedHashMap<>();
  final Map<MemberId, Member> newMembers = new LinkedHashMap<>();
  final Map<MemberId, Member> members = new LinkedHashMap<>();
  final Map<String, KeyState> keys = new LinkedHashMap<>();
  final Map<String, KeyState> holds = new LinkedHashMap<>();
  final Map<String, KeyState> recoveries = new LinkedHashMap<>();
  final Set<Long> closesAllMembers = new LinkedHashSet<>();
  final Set<Long> stopsWaiting = new LinkedHashSet<>();
  final Map<Long, Integer> late = new LinkedHashMap<>();
  final List<TimelineEntry> timeline = new ArrayList<>();
  final Map<ResponderId, Assignment> assignments = new LinkedHashMap<>();
  final List<NotificationOrder> notifications = new ArrayList<>();
  final List<Recorded> events = new ArrayList<>();
  private final Map<Long, Alert> known = new HashMap<>();

  /** Notes an alert as it is in the table, so that its change is an update. */
  void known(Alert alert) {
    known.putIfAbsent(alert.id(), alert);
  }

  /**
   * Changed alerts.
   *
   * @param withTexts those whose texts changed too; the others have less to be written
   */
  List<Alert> updates(boolean withTexts) {
    return alerts.values().stream()
        .filter(alert -> alert.hasTextsOf(known.get(alert.id())) != withTexts)
        .toList();
  }

  /**
   * Changed alerts of which the rows of responders have to follow: a state, priority, severity or
   * escalation policy is another than it was. Most changes are not among them.
   */
  List<Alert> followed() {
    return alerts.values().stream()
        .filter(alert -> !alert.isListedAs(known.get(alert.id())))
        .toList();
  }

  /** An alert that changed or is new, as it is written. */
  Alert written(long alertId) {
    Alert alert = alerts.get(alertId);
    return alert != null ? alert : newAlerts.get(alertId);
  }

  /** Changed alerts that count as flapping for another time than before. */
  List<Alert> flapping() {
    return alerts.values().stream()
        .filter(a -> !Objects.equals(a.flappingUntil(), known.get(a.id()).flappingUntil()))
        .toList();
  }

  /** Adds a change that was not caused by an event. */
  void add(AlertChange change) {
    add(
        change.alert(),
        change.stopsWaiting(),
        change.timeline(),
        change.assignments(),
        change.notifications());
  }

  /** Adds what an event does. */
  void add(Event event, Decision decision, boolean memberIsNew) {
    events.add(new Recorded(event, decision.outcome(), decision.reason(), decision.alertId()));
    if (decision.key() != null) {
      keys.put(decision.key().alertKey(), decision.key());
    }
    if (decision.lateFor() != null) {
      late.merge(decision.lateFor(), 1, Integer::sum);
    }
    if (decision.member() != null) {
      MemberId id = new MemberId(decision.member().alertId(), decision.member().alertKey());
      (memberIsNew || newMembers.containsKey(id) ? newMembers : members).put(id, decision.member());
    }
    if (decision.alert() != null) {
      add(
          decision.alert(),
          decision.stopsWaiting(),
          decision.timeline(),
          decision.assignments(),
          decision.notifications());
    }
  }

  private void add(
      Alert alert,
      boolean stops,
      List<TimelineEntry> entries,
      List<Assignment> responders,
      List<NotificationOrder> orders) {
    (known.containsKey(alert.id()) ? alerts : newAlerts).put(alert.id(), alert);
    if (stops) {
      notifications.removeIf(order -> order.alertId() == alert.id());
      if (known.containsKey(alert.id())) {
        stopsWaiting.add(alert.id());
      }
    }
    timeline.addAll(entries);
    responders.forEach(a -> assignments.put(new ResponderId(a.alertId(), a.userId()), a));
    notifications.addAll(orders);
  }
}
