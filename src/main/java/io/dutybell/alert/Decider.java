package io.dutybell.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dutybell.condition.Verdict;
import io.dutybell.configuration.Configuration;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.escalation.EscalationState;
import io.dutybell.event.Event;
import io.dutybell.event.EventType;
import io.dutybell.event.Outcome;
import io.dutybell.event.Priority;
import io.dutybell.event.Severity;
import io.dutybell.event.State;
import io.dutybell.event.Text;
import io.dutybell.source.AlertSource;
import io.dutybell.source.Flapping;
import io.dutybell.source.MaintenanceWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides what an event does: the steps of docs/alerting.md, "From callback to alert", in their
 * order. The first that ends it gives its outcome and the sentence that says why. Pure: no I/O, no
 * clock.
 */
final class Decider {

  /** How often, at the most, responders of an accepted alert are told that it got worse. */
  static final Duration RETELL = Duration.ofMinutes(5);

  /**
   * When an alert of an event that never recovers resolves by itself, unless its source says
   * otherwise.
   */
  static final Duration ONE_SHOT_LIFE = Duration.ofHours(24);

  /**
   * Plain repetitions beyond this many leave no entry of their own in the timeline; they are
   * counted all the same.
   */
  static final int REPEATS_IN_TIMELINE = 50;

  private static final int LONGEST_FALLBACKS = 2_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Configuration configuration;
  private final Fallback fallback;
  private final Instant now;

  Decider(Configuration configuration, Fallback fallback, Instant now) {
    this.configuration = configuration;
    this.fallback = fallback;
    this.now = now;
  }

  /** What the event does in this situation; its reason ends with what was odd about the event. */
  Decision decide(Event event, Situation situation) {
    Decision decision = settle(event, situation, false);
    String note = event.content().note();
    Decision noted =
        note == null || decision.reason().equals(note)
            ? decision
            : decision.because(decision.reason() + " " + note);
    return event.fallbacks().isEmpty()
        ? noted
        : noted.because(noted.reason() + " " + String.join(" ", event.fallbacks()));
  }

  /**
   * What an ALERT does that came in maintenance and is still without its OK, now that the
   * maintenance has ended: what it would do if it came now. Its outcome stays what it was.
   *
   * @param event with the end of the maintenance for its time of receipt
   * @param cameAt when it came
   */
  Decision release(Event event, Instant cameAt, Situation situation) {
    KeyState key = situation.key();
    String came = "It came in maintenance, at " + cameAt;
    if (!event.id().equals(key.heldEventId())) {
      return Decision.nothing(
          Outcome.MAINTENANCE,
          came + "; when that ended the problem was over, or told of by another event.");
    }
    Decision decision = settle(event, situation, true);
    if (decision.outcome() == Outcome.MAINTENANCE) {
      return decision;
    }
    if (decision.outcome() == Outcome.DISABLED) {
      return new Decision(
          Outcome.MAINTENANCE,
          came + ". " + decision.reason(),
          key.isOpen() ? key.alertId() : null,
          configuration.sources().containsKey(event.sourceId()) ? key : key.holding(null),
          null,
          null,
          null,
          List.of(),
          List.of(),
          List.of(),
          false);
    }
    String why = came + ", and was still firing when that ended.";
    List<TimelineEntry> timeline = new ArrayList<>();
    if (decision.alert() != null) {
      timeline.add(
          new TimelineEntry(
              decision.alert().id(), now, TimelineType.AlertReceivedLogEntry, why, null));
    }
    timeline.addAll(decision.timeline());
    return new Decision(
        Outcome.MAINTENANCE,
        why + " " + decision.reason(),
        decision.alertId(),
        (decision.key() == null ? key : decision.key()).holding(null),
        decision.alert(),
        decision.member(),
        decision.lateFor(),
        timeline,
        decision.assignments(),
        decision.notifications(),
        decision.stopsWaiting());
  }

  /**
   * @param isReleased whether the event was decided on before, and waited for the end of a
   *     maintenance window
   */
  private Decision settle(Event event, Situation situation, boolean isReleased) {
    AlertSource source = configuration.sources().get(event.sourceId());
    if (source == null) {
      return Decision.nothing(Outcome.DISABLED, "The alert source was deleted.");
    }
    if (!source.active()) {
      return Decision.nothing(
          Outcome.DISABLED, "The alert source " + source.name() + " is disabled.");
    }
    Event.Content content = event.content();
    if (content.state() == State.UNRECOGNISED) {
      return Decision.nothing(
          Outcome.UNRECOGNISED,
          content.note() == null
              ? "The body has no known shape; it is kept as it came."
              : content.note());
    }
    if (content.state() == State.TEST || content.alertKey() == null) {
      return Decision.nothing(
          Outcome.TEST,
          content.note() == null ? "A test of the connection; it makes no alert." : content.note());
    }
    EventType type = type(event, source);
    boolean firing = type == EventType.ALERT;
    if (situation.seenBefore() && !isReleased) {
      return recordOnly(
          event, situation, firing, Outcome.DUPLICATE, "The same delivery was applied before.");
    }
    Optional<String> stale =
        isReleased ? Optional.empty() : staleness(event, type, situation.key());
    if (stale.isPresent()) {
      return recordOnly(event, situation, firing, Outcome.STALE, stale.get());
    }
    if (type == null && content.state() == State.NO_DATA) {
      return noData(situation);
    }
    if (type == null) {
      return Decision.nothing(
          Outcome.UNRECOGNISED, "The routes gave the event no type, so it asks for nothing.");
    }
    if (type == EventType.ALERT && situation.alert() == null) {
      Optional<Verdict> kept = source.keeps(event);
      if (kept.filter(verdict -> verdict == Verdict.FAILS).isPresent()) {
        return Decision.nothing(
            Outcome.FILTERED,
            "The event filter does not let it begin a problem: "
                + source.filters().keeps().shown());
      }
      if (kept.filter(verdict -> verdict == Verdict.GAVE_UP).isPresent()) {
        Decision unfiltered = settle(event.withoutSent(), situation, isReleased);
        return unfiltered.because(
            unfiltered.reason()
                + " The event filter was not asked: "
                + source.filters().keeps().whyNot()
                + ".");
      }
    }
    if (type == EventType.ALERT) {
      Optional<MaintenanceWindow> window =
          configuration.maintenance(source.id(), event.receivedAt());
      if (window.isPresent()) {
        return new Decision(
            Outcome.MAINTENANCE,
            inMaintenance(source, window.get()),
            situation.key().isOpen() ? situation.key().alertId() : null,
            situation.key().applied(content.occurredAt()).holding(event.id()),
            null,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            false);
      }
    }
    return switch (type) {
      case RESOLVE -> resolve(event, source, situation);
      case ACCEPT -> accept(event, source, situation);
      case ALERT -> {
        if (situation.alert() != null) {
          yield append(event, source, situation);
        }
        yield situation.groupAlert() != null
            ? group(event, source, situation)
            : create(event, source, situation);
      }
    };
  }

  /** What the event asks for; no data asks for what its source says, which may be nothing. */
  private static EventType type(Event event, AlertSource source) {
    if (event.type() != null || event.content().state() != State.NO_DATA) {
      return event.type();
    }
    return switch (source.settings().noData()) {
      case IGNORE -> null;
      case ALERT -> EventType.ALERT;
      case RESOLVE -> EventType.RESOLVE;
    };
  }

  /** Why the event is older than what was applied to its key; empty when it is not. */
  private static Optional<String> staleness(Event event, EventType type, KeyState key) {
    Instant at = event.content().occurredAt();
    String episode = event.content().episode();
    if (at != null && key.lastAppliedAt() != null && at.isBefore(key.lastAppliedAt())) {
      return Optional.of(
          "It is older ("
              + at
              + ") than the last event applied to its alert key ("
              + key.lastAppliedAt()
              + ").");
    }
    if (type == EventType.ALERT
        && key.wasLastClosed(episode)
        && at != null
        && !at.isAfter(key.closedByOkAt())) {
      return Optional.of(
          "Its episode " + episode + " was closed by an OK of " + key.closedByOkAt() + ".");
    }
    if (type == EventType.RESOLVE) {
      // A newer ALERT may have begun the same episode again, and then it has an end again.
      boolean isOpenAgain = key.isOpen() && Objects.equals(episode, key.episode());
      if (key.wasClosed(episode) && !isOpenAgain) {
        return Optional.of("An OK has closed its episode " + episode + " before.");
      }
      if (key.isOpen()
          && at != null
          && key.episodeStartedAt() != null
          && at.isBefore(key.episodeStartedAt())) {
        return Optional.of("It is older than the first ALERT of the open episode.");
      }
    }
    return Optional.empty();
  }

  /** Late and repeated ALERTs count for the alert of their episode; nothing else changes. */
  private Decision recordOnly(
      Event event, Situation situation, boolean firing, Outcome outcome, String reason) {
    KeyState key = situation.key();
    String episode = event.content().episode();
    boolean ofOpen =
        situation.alert() != null
            && (episode == null || key.episode() == null || episode.equals(key.episode()));
    boolean ofLast =
        situation.alert() == null
            && key.alertId() != null
            && (episode == null || episode.equals(key.episode()));
    if (ofOpen && firing) {
      Alert counted =
          situation
              .alert()
              .with(
                  a -> {
                    a.eventCount++;
                    a.lastEventAt = now;
                  });
      return new Decision(
          outcome,
          reason,
          counted.id(),
          null,
          counted,
          situation.member().counted(now),
          null,
          List.of(),
          List.of(),
          List.of(),
          false);
    }
    Long alertId = ofOpen ? Long.valueOf(situation.alert().id()) : ofLast ? key.alertId() : null;
    return new Decision(
        outcome,
        reason,
        alertId,
        null,
        null,
        null,
        ofLast && firing ? alertId : null,
        List.of(),
        List.of(),
        List.of(),
        false);
  }

  private Decision noData(Situation situation) {
    if (situation.alert() == null) {
      return Decision.nothing(
          Outcome.NO_DATA,
          "CloudMonitor has no data, which this alert source ignores; no alert is open.");
    }
    AlertChange change = change(situation.alert());
    change.note(
        TimelineType.AlertSourceResponseLogEntry,
        "CloudMonitor reports that it has no data.",
        null);
    return decision(
        Outcome.NO_DATA,
        "CloudMonitor has no data, which this alert source ignores; it is noted on the open alert.",
        change,
        null,
        null);
  }

  private Decision resolve(Event event, AlertSource source, Situation situation) {
    Event.Content content = event.content();
    Instant okAt = content.occurredAt() == null ? event.receivedAt() : content.occurredAt();
    KeyState applied = situation.key().applied(content.occurredAt()).holding(null);
    if (situation.alert() == null) {
      KeyState key = applied.abandoned().closed(content.episode(), okAt);
      return new Decision(
          Outcome.NO_OPEN_ALERT,
          "No alert is open for this alert key.",
          situation.key().alertId(),
          key,
          null,
          null,
          null,
          List.of(),
          List.of(),
          List.of(),
          false);
    }
    String episode = applied.episode() == null ? content.episode() : applied.episode();
    Flapping flapping = source.settings().flapping();
    KeyState closed = applied.closed(episode, okAt);
    KeyState key =
        flapping == null
            ? closed
            : closed.recovering(Recoveries.with(closed.recoveries(), event.receivedAt(), flapping));
    Member member = situation.member().closed(content.value(), now);
    AlertChange change = change(situation.alert());
    if (flapping != null && Recoveries.areTooMany(key.recoveries(), flapping)) {
      flap(change, flapping);
    }
    int open = situation.alert().openMembers() - 1;
    change.set(
        a -> {
          a.openMembers = open;
          a.lastEventAt = now;
        });
    if (open > 0) {
      change.note(
          TimelineType.AlertMemberLogEntry,
          "Recovered: "
              + member.summary()
              + " ("
              + open
              + " of "
              + situation.alert().memberCount()
              + " still open).",
          null);
      comments(change, event);
      return decision(
          Outcome.MEMBER_RESOLVED,
          "The member recovered; " + open + " of the alert's members are still open.",
          change,
          key,
          member);
    }
    if (change.alert().isFlapping(now)) {
      change.set(a -> a.autoResolveAt = a.flappingUntil);
      noteOfMany(
          change,
          TimelineType.AlertMemberLogEntry,
          "Recovered: " + member.summary() + "; held open because it flaps.");
      comments(change, event);
      return decision(
          Outcome.MEMBER_RESOLVED,
          "The problem flaps: its alert is held open until it has been quiet.",
          change,
          key,
          member);
    }
    change.note(
        TimelineType.AlertSourceResponseLogEntry,
        "Resolved by the alert source"
            + (content.value() == null ? "." : ", value " + content.value() + "."),
        null);
    comments(change, event);
    change.resolve(null, Alert.ByType.SOURCE, situation.told());
    return decision(
        Outcome.RESOLVED, "The alert source says that the problem is over.", change, key, member);
  }

  /** From now on, or for longer, the alert counts as flapping. */
  private void flap(AlertChange change, Flapping flapping) {
    if (!change.alert().isFlapping(now)) {
      change.note(
          TimelineType.FlappingLogEntry,
          "It flaps: it recovered more than "
              + flapping.threshold()
              + " times within "
              + flapping.window().toMinutes()
              + " min. It is held open, and nobody is told of its ups and downs, until it has been quiet for "
              + flapping.quietTime().toMinutes()
              + " min.",
          null);
    }
    change.set(a -> a.flappingUntil = now.plus(flapping.quietTime()));
  }

  /** Something that may happen very often leaves no entry of its own in the end. */
  private static void noteOfMany(AlertChange change, TimelineType type, String text) {
    if (change.alert().eventCount() < REPEATS_IN_TIMELINE) {
      change.note(type, text, null);
    }
  }

  private Decision accept(Event event, AlertSource source, Situation situation) {
    KeyState key = situation.key().applied(event.content().occurredAt());
    if (situation.alert() == null) {
      return new Decision(
          Outcome.NO_OPEN_ALERT,
          "No alert is open for this alert key.",
          situation.key().alertId(),
          key,
          null,
          null,
          null,
          List.of(),
          List.of(),
          List.of(),
          false);
    }
    AlertChange change = change(situation.alert());
    if (situation.alert().status() == Status.ACCEPTED) {
      comments(change, event);
      return decision(Outcome.ACCEPTED, "The alert was accepted before.", change, key, null);
    }
    change.note(TimelineType.AlertSourceResponseLogEntry, "Accepted by the alert source.", null);
    comments(change, event);
    change.accept(null, Alert.ByType.SOURCE, reopenAt(source), situation.told());
    return decision(
        Outcome.ACCEPTED,
        "The alert source says that somebody has taken the alert.",
        change,
        key,
        null);
  }

  private Instant reopenAt(AlertSource source) {
    Duration timeout = source.settings().acceptTimeout();
    return timeout == null ? null : now.plus(timeout);
  }

  private Decision append(Event event, AlertSource source, Situation situation) {
    Event.Content content = event.content();
    Alert before = situation.alert();
    Member member = situation.member();
    boolean newEpisode =
        content.episode() != null
            && situation.key().episode() != null
            && !content.episode().equals(situation.key().episode());
    KeyState applied = situation.key().applied(content.occurredAt()).holding(null);
    KeyState key =
        newEpisode
            ? applied.opened(before.id(), content.episode(), content.occurredAt())
            : applied.opened(
                before.id(),
                applied.episode() == null ? content.episode() : applied.episode(),
                applied.episodeStartedAt());
    Member changed =
        new Member(
            before.id(),
            member.alertKey(),
            true,
            content.severity() == null ? member.severity() : content.severity(),
            content.summary().isEmpty() ? member.summary() : content.summary(),
            content.value() == null ? member.value() : content.value(),
            key.episode(),
            member.openedAt(),
            now,
            null,
            member.eventCount() + 1);
    boolean only = before.memberCount() == 1;
    boolean worse = content.severity() != null && content.severity().isWorseThan(before.severity());
    AlertChange change = change(before);
    change.set(
        a -> {
          a.eventCount++;
          a.lastEventAt = now;
          if (only || worse) {
            a.severity = changed.severity();
          }
          if (only) {
            show(a, event);
          }
          keepOpen(a, event, source);
        });
    String value = content.value() == null ? "" : ", value " + content.value();
    if (newEpisode) {
      change.note(
          TimelineType.AlertReceivedLogEntry,
          "A new episode of the same problem began"
              + value
              + "; the recovery of the one before was never received.",
          null);
    } else if (content.severity() != null && content.severity() != member.severity()) {
      change.note(
          TimelineType.AlertRaisedLogEntry,
          (member.severity() == null
                  ? "The severity is now "
                  : "The severity changed from " + member.severity() + " to ")
              + content.severity()
              + value
              + ".",
          null);
    } else if (before.eventCount() < REPEATS_IN_TIMELINE) {
      change.note(TimelineType.AlertReceivedLogEntry, "ALERT received again" + value + ".", null);
    }
    if (before.eventCount() < REPEATS_IN_TIMELINE) {
      fallbacks(change, event);
    }
    comments(change, event);
    boolean raised = worse && raiseIfHigh(change, event, source, rise(content.severity()));
    if (before.status() == Status.ACCEPTED) {
      if (newEpisode) {
        change.tellAgain(situation.responders(), "a new episode began.");
      } else if (worse && mayRetell(before)) {
        change.tellAgain(situation.responders(), rise(content.severity()));
      }
    } else if (!raised) {
      restartIfEnded(change, before);
    }
    return decision(
        Outcome.APPENDED,
        newEpisode
            ? "A new episode of the problem of an open alert, whose recovery was never received."
            : "An alert is open for this alert key.",
        change,
        key,
        changed);
  }

  private Decision group(Event event, AlertSource source, Situation situation) {
    Event.Content content = event.content();
    Alert before = situation.groupAlert();
    Member was = situation.groupMember();
    boolean flaps = was != null && before.isFlapping(now);
    KeyState key =
        situation
            .key()
            .applied(content.occurredAt())
            .holding(null)
            .opened(before.id(), content.episode(), content.occurredAt());
    Member member = member(before.id(), event, was == null ? 0 : was.eventCount());
    boolean worse = member.severity() != null && member.severity().isWorseThan(before.severity());
    AlertChange change = change(before);
    change.set(
        a -> {
          a.eventCount++;
          a.lastEventAt = now;
          a.openMembers++;
          a.memberCount += was == null ? 1 : 0;
          if (worse) {
            a.severity = member.severity();
          }
          keepOpen(a, event, source);
        });
    String joined = was == null ? "Joined by alert grouping: " : "Fires again: ";
    if (flaps) {
      Flapping flapping = source.settings().flapping();
      noteOfMany(change, TimelineType.AlertMemberLogEntry, joined + content.summary() + ".");
      change.set(a -> a.flappingUntil = flapping == null ? now : now.plus(flapping.quietTime()));
    } else {
      change.note(TimelineType.AlertMemberLogEntry, joined + content.summary() + ".", null);
    }
    fallbacks(change, event);
    comments(change, event);
    String why = was == null ? "a further alert key joined." : "a recovered alert key fires again.";
    boolean raised =
        (worse || was == null)
            && raiseIfHigh(change, event, source, worse ? rise(member.severity()) : why);
    if (before.status() == Status.ACCEPTED) {
      if (mayRetell(before) && (!flaps || worse)) {
        change.tellAgain(situation.responders(), why);
      }
    } else if (!raised) {
      restartIfEnded(change, before);
    }
    if (flaps) {
      return decision(
          Outcome.APPENDED,
          "Its problem flaps: the alert was held open for it.",
          change,
          key,
          member);
    }
    return decision(
        Outcome.GROUPED,
        "Alert grouping ("
            + source.settings().grouping()
            + ") joined it to open alert "
            + before.id()
            + ".",
        change,
        key,
        member);
  }

  /** A window is hidden from who does not see all of its alert sources. */
  private String inMaintenance(AlertSource source, MaintenanceWindow window) {
    boolean isSeen =
        window.sourceIds().stream()
            .map(configuration.sources()::get)
            .allMatch(
                other ->
                    other == null
                        || configuration.isSeenWithAlertsOf(source.id(), other.teamIds()));
    return isSeen
        ? "The alert source is in maintenance: " + window.summary() + "."
        : "The alert source is in maintenance, together with some of a private team.";
  }

  private Decision create(Event event, AlertSource source, Situation situation) {
    Event.Content content = event.content();
    Optional<EscalationPolicy> routed =
        content.routingKey() == null
            ? Optional.empty()
            : configuration.policyByRoutingKey(content.routingKey());
    long policyId = routed.map(EscalationPolicy::id).orElse(source.policyId());
    Alert.Draft a = new Alert.Draft();
    a.id = situation.newAlertId();
    a.sourceId = source.id();
    a.previousAlertId = situation.key().alertId();
    a.alertKey = content.alertKey();
    a.severity = severity(content);
    a.priority = priority(event, source);
    a.createdAt = event.receivedAt();
    a.lastEventAt = now;
    a.eventCount = 1;
    a.openMembers = 1;
    a.memberCount = 1;
    a.policyId = policyId;
    show(a, event);
    keepOpen(a, event, source);
    Alert created = Alert.of(a);
    AlertChange change = change(created);
    change.note(
        TimelineType.AlertReceivedLogEntry,
        "Received from "
            + source.name()
            + (situation.key().alertId() == null
                ? "."
                : "; the alert before it was " + situation.key().alertId() + "."),
        null);
    fallbacks(change, event);
    if (content.routingKey() != null && routed.isEmpty()) {
      change.note(
          TimelineType.EscalationLogEntry,
          "No escalation policy has the routing key "
              + content.routingKey()
              + ": the alert source's own is used.",
          null);
    }
    comments(change, event);
    if (created.priority() == Priority.LOW && hasBegunToRaise(event, source)) {
      change.raise(PriorityRaises.WHY);
    } else {
      change.beginEscalation(0);
    }
    KeyState key =
        situation
            .key()
            .applied(content.occurredAt())
            .holding(null)
            .opened(created.id(), content.episode(), content.occurredAt());
    return decision(
        Outcome.CREATED,
        "No alert was open for this alert key.",
        change,
        key,
        member(created.id(), event, 0));
  }

  /** What is raised by missing data alone is of the lowest severity, unless it names one. */
  private static Severity severity(Event.Content content) {
    return content.severity() == null && content.state() == State.NO_DATA
        ? Severity.INFO
        : content.severity();
  }

  private Member member(long alertId, Event event, int countBefore) {
    Event.Content content = event.content();
    return new Member(
        alertId,
        content.alertKey(),
        true,
        severity(content),
        content.summary(),
        content.value(),
        content.episode(),
        now,
        now,
        null,
        countBefore + 1);
  }

  private static Priority priority(Event event, AlertSource source) {
    return source.priorityOf(event);
  }

  /** Whether pending alerts were raised after the event came and before it is decided on. */
  private boolean hasBegunToRaise(Event event, AlertSource source) {
    return source.autoRaise()
        && source.raisesSince(now).filter(begin -> event.receivedAt().isBefore(begin)).isPresent();
  }

  private static String rise(Severity severity) {
    return "the severity rose to " + severity + ".";
  }

  private static boolean raiseIfHigh(
      AlertChange change, Event event, AlertSource source, String why) {
    if (change.alert().priority() == Priority.LOW && priority(event, source) == Priority.HIGH) {
      change.raise(why);
      return true;
    }
    return false;
  }

  private boolean mayRetell(Alert alert) {
    return alert.retoldAt() == null || !now.isBefore(alert.retoldAt().plus(RETELL));
  }

  /** As long as nobody is on call it would end again at once, and tell the fallback each time. */
  private void restartIfEnded(AlertChange change, Alert before) {
    boolean ended =
        before.status() == Status.PENDING
            && before.escalation().phase() == EscalationState.Phase.ENDED;
    if (!ended) {
      return;
    }
    boolean somebody = change.hasSomebodyOnCall();
    Instant last = before.retoldAt() == null ? before.createdAt() : before.retoldAt();
    if (somebody || !now.isBefore(last.plus(RETELL))) {
      change.set(a -> a.retoldAt = somebody ? a.retoldAt : now);
      change.note(
          TimelineType.EscalationLogEntry,
          "The problem goes on after the escalation ended: it starts again.",
          null);
      change.beginEscalation(1);
    }
  }

  /** Where a default stands in the place of what a template should have given. */
  private static void fallbacks(AlertChange change, Event event) {
    if (!event.fallbacks().isEmpty()) {
      String why = Text.cut(String.join(" ", event.fallbacks()), LONGEST_FALLBACKS);
      change.note(TimelineType.AlertReceivedLogEntry, why, null);
    }
  }

  private static void comments(AlertChange change, Event event) {
    event
        .content()
        .comments()
        .forEach(text -> change.note(TimelineType.CommentLogEntry, text, null));
  }

  private static void show(Alert.Draft alert, Event event) {
    Event.Content content = event.content();
    if (!content.summary().isEmpty()) {
      alert.summary = content.summary();
    }
    if (!content.details().isEmpty()) {
      alert.details = content.details();
    }
    if (!content.links().isEmpty()) {
      alert.links = json(content.links());
    }
    if (!content.images().isEmpty()) {
      alert.images = json(content.images());
    }
    if (!content.customDetails().isEmpty()) {
      alert.customDetails = json(content.customDetails());
    }
  }

  /**
   * Says when the alert resolves by itself if no further ALERT comes: never, while one of its
   * members is still to recover and the source has no timeout.
   */
  private void keepOpen(Alert.Draft alert, Event event, AlertSource source) {
    Duration timeout = source.settings().autoResolutionTimeout();
    boolean othersEnd = alert.memberCount == 1 || alert.autoResolveAt != null;
    if (timeout == null && event.content().oneShot() && othersEnd) {
      timeout = ONE_SHOT_LIFE;
    }
    alert.autoResolveAt = timeout == null ? null : now.plus(timeout);
  }

  private AlertChange change(Alert alert) {
    return new AlertChange(alert, configuration, fallback, now);
  }

  private static Decision decision(
      Outcome outcome, String reason, AlertChange change, KeyState key, Member member) {
    return new Decision(
        outcome,
        reason,
        change.alert().id(),
        key,
        change.alert(),
        member,
        null,
        change.timeline(),
        change.assignments(),
        change.notifications(),
        change.stopsWaiting());
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(Objects.requireNonNull(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
