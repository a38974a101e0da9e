package io.dutybell.alert;

import io.dutybell.configuration.Configuration;
import io.dutybell.event.Event;
import io.dutybell.event.EventType;
import io.dutybell.event.Outcome;
import io.dutybell.event.State;
import io.dutybell.source.AlertSource;
import io.dutybell.source.Grouping;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Events of one alert source that are decided one after the other, each on what the one before
 * left. Reads all that the decisions look at in a few statements, and gathers all that they change.
 * Lives for one transaction.
 */
final class Batch {

  /**
   * Status updates go to those who were told within this time (docs/alerting.md, "Notifications").
   */
  static final Duration TOLD = Duration.ofDays(7);

  private final AlertStore store;
  private final Configuration configuration;
  private final Decider decider;
  private final Instant now;
  private final Changes changes = new Changes();
  private final Map<String, KeyState> keys = new HashMap<>();
  private final Map<Long, Alert> alerts = new HashMap<>();
  private final Map<Changes.MemberId, Member> members = new HashMap<>();
  private final Map<Long, Set<Long>> responders = new HashMap<>();
  private List<Told> told = List.of();
  private Set<UUID> seen = new HashSet<>();
  private Map<UUID, Instant> locked = Map.of();
  private Iterator<Long> newIds = List.<Long>of().iterator();
  private Alert groupAlert;
  private List<Event> events = List.of();
  private Grouping grouping = Grouping.NONE;
  private Duration window;
  private int size;

  Batch(AlertStore store, Configuration configuration, Fallback fallback, Instant now) {
    this.store = store;
    this.configuration = configuration;
    this.decider = new Decider(configuration, fallback, now);
    this.now = now;
  }

  Changes changes() {
    return changes;
  }

  /** How many of the events, from the first, this batch has dealt with. */
  int size() {
    return size;
  }

  /** The events by outcome. */
  Outcomes outcomes() {
    Map<Outcome, Integer> counts = new HashMap<>();
    changes.events.forEach(r -> counts.merge(r.outcome(), 1, Integer::sum));
    return counts::forEach;
  }

  /** Events counted by outcome. */
  interface Outcomes {
    void forEach(BiConsumer<Outcome, Integer> use);
  }

  /** Locks and reads all that the decisions look at. */
  void load(Session session, List<Event> batch) throws SQLException {
    AlertSource source =
        batch.isEmpty() ? null : configuration.sources().get(batch.get(0).sourceId());
    boolean asIs = source == null || source.filters().types().isEmpty();
    events = asIs ? batch : batch.stream().map(source::typed).toList();
    locked = store.lockEvents(session, batch.stream().map(Event::id).toList());
    List<Event> open = events.stream().filter(e -> locked.containsKey(e.id())).toList();
    List<Event> keyed = open.stream().filter(e -> e.content().alertKey() != null).toList();
    if (source == null || !source.active() || keyed.isEmpty()) {
      return;
    }
    grouping = source.settings().grouping().inForce();
    window = source.settings().groupingWindow();
    if (grouping != Grouping.NONE) {
      store.lockSource(session, source.id());
    }
    Set<String> alertKeys = new TreeSet<>();
    Set<UUID> deliveries = new HashSet<>();
    for (Event event : keyed) {
      alertKeys.add(event.content().alertKey());
      if (event.content().idempotency() != null) {
        deliveries.add(event.content().idempotency());
      }
    }
    List<KeyState> states = store.lockKeys(session, source.id(), alertKeys, now);
    seen = new HashSet<>(store.seen(session, deliveries));
    Set<Long> openIds = new TreeSet<>();
    states.stream().filter(KeyState::isOpen).forEach(k -> openIds.add(k.alertId()));
    if (source.settings().flapping() != null) {
      states.stream()
          .filter(k -> k.recoveries() != null && k.alertId() != null)
          .forEach(k -> openIds.add(k.alertId()));
    }
    store.lock(session, openIds).forEach(this::know);
    for (KeyState key : states) {
      Alert alert = key.isOpen() ? alerts.get(key.alertId()) : null;
      keys.put(key.alertKey(), alert != null && alert.isOpen() ? key : key.abandoned());
    }
    if (grouping != Grouping.NONE) {
      Instant earliest = keyed.stream().map(Event::receivedAt).min(Instant::compareTo).orElse(now);
      Instant since = window == null ? Instant.EPOCH : earliest.minus(window);
      store.groupAlert(session, source.id(), grouping, since).ifPresent(this::know);
      groupAlert = newestToJoin();
    }
    Set<Long> known = alerts.keySet();
    store
        .members(session, known, alertKeys)
        .forEach(m -> members.put(new Changes.MemberId(m.alertId(), m.alertKey()), m));
    boolean accepting = keyed.stream().anyMatch(e -> e.type() == EventType.ACCEPT);
    if (accepting || alerts.values().stream().anyMatch(a -> a.status() == Status.ACCEPTED)) {
      store
          .responders(session, known)
          .forEach(
              r ->
                  responders
                      .computeIfAbsent(r.alertId(), id -> new LinkedHashSet<>())
                      .add(r.userId()));
    }
    if (keyed.stream().anyMatch(e -> e.type() != EventType.ALERT)) {
      told = store.told(session, known, now.minus(TOLD));
    }
    long mayCreate =
        keyed.stream()
            .filter(Batch::mayCreate)
            .filter(e -> !seen.contains(e.content().idempotency()) || locked.get(e.id()) != null)
            .count();
    newIds = store.nextIds(session, (int) mayCreate).iterator();
  }

  /** Whether a number for a new alert is kept ready for the event. */
  private static boolean mayCreate(Event event) {
    return event.content().alertKey() != null
        && (event.type() == EventType.ALERT || event.content().state() == State.NO_DATA);
  }

  private void know(Alert alert) {
    alerts.put(alert.id(), alert);
    changes.known(alert);
  }

  private Alert newestToJoin() {
    return alerts.values().stream()
        .filter(Alert::isOpen)
        .filter(a -> grouping != Grouping.UNTIL_ACCEPTED || a.status() == Status.PENDING)
        .max((a, b) -> Long.compare(a.id(), b.id()))
        .orElse(null);
  }

  /** Decides the events in their order, as far as what was read allows. */
  void decide() {
    for (Event event : events) {
      if (locked.containsKey(event.id())) {
        Alert before = groupAlert;
        decide(event);
        if (before != null && (groupAlert == null || groupAlert.id() < before.id())) {
          // The newest alert cannot be joined any more. Which is the newest now may not have been
          // read: the rest is another batch.
          size++;
          return;
        }
      }
      size++;
    }
  }

  private void decide(Event came) {
    Instant releasedAt = locked.get(came.id());
    Event event = releasedAt == null ? came : came.arrivingAt(releasedAt);
    String alertKey = event.content().alertKey();
    KeyState key =
        keys.getOrDefault(
            alertKey, KeyState.unknown(event.sourceId(), alertKey == null ? "" : alertKey));
    Alert alert = key.isOpen() ? alerts.get(key.alertId()) : null;
    Alert group = alert == null ? joinable(event, key) : null;
    Alert theirs = alert != null ? alert : group;
    UUID delivery = event.content().idempotency();
    boolean seenBefore = delivery != null && seen.contains(delivery) && releasedAt == null;
    boolean mayCreate =
        alert == null && group == null && !seenBefore && mayCreate(event) && newIds.hasNext();
    Situation situation =
        new Situation(
            key,
            alert,
            alert == null ? null : members.get(new Changes.MemberId(alert.id(), alertKey)),
            group,
            group == null ? null : members.get(new Changes.MemberId(group.id(), alertKey)),
            theirs == null ? Set.of() : responders.getOrDefault(theirs.id(), Set.of()),
            told,
            seenBefore,
            mayCreate ? newIds.next() : 0);
    Decision decision =
        releasedAt == null
            ? decider.decide(event, situation)
            : decider.release(event, came.receivedAt(), situation);
    if (decision.alert() != null && decision.alert().id() == 0) {
      throw new IllegalStateException("no number was kept ready for a new alert");
    }
    remember(event, decision);
  }

  private Alert joinable(Event event, KeyState key) {
    Alert last = key.recoveries() == null ? null : alerts.get(key.alertId());
    if (last != null && last.isFlapping(now)) {
      return last;
    }
    if (groupAlert == null) {
      return null;
    }
    boolean tooOld =
        grouping == Grouping.TIME_WINDOW
            && window != null
            && groupAlert.createdAt().isBefore(event.receivedAt().minus(window));
    return tooOld ? null : groupAlert;
  }

  private void remember(Event event, Decision decision) {
    boolean memberIsNew =
        decision.member() != null
            && !members.containsKey(
                new Changes.MemberId(decision.member().alertId(), decision.member().alertKey()));
    changes.add(event, decision, memberIsNew);
    if (decision.key() != null) {
      KeyState before = keys.get(decision.key().alertKey());
      if (decision.key().heldEventId() != null
          || (before != null && before.heldEventId() != null)) {
        changes.holds.put(decision.key().alertKey(), decision.key());
      }
      String had = before == null ? null : before.recoveries();
      if (!Objects.equals(had, decision.key().recoveries())) {
        changes.recoveries.put(decision.key().alertKey(), decision.key());
      }
      keys.put(decision.key().alertKey(), decision.key());
    }
    if (decision.member() != null) {
      members.put(
          new Changes.MemberId(decision.member().alertId(), decision.member().alertKey()),
          decision.member());
    }
    if (decision.alert() != null) {
      alerts.put(decision.alert().id(), decision.alert());
      Set<Long> theirs =
          responders.computeIfAbsent(decision.alert().id(), id -> new LinkedHashSet<>());
      decision.assignments().forEach(a -> theirs.add(a.userId()));
    }
    if (event.content().idempotency() != null && decision.outcome().makesDuplicates()) {
      seen.add(event.content().idempotency());
    }
    if (grouping != Grouping.NONE) {
      groupAlert = newestToJoin();
    }
  }
}
