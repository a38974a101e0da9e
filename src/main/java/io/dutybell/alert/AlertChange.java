package io.dutybell.alert;

import io.dutybell.configuration.Configuration;
import io.dutybell.escalation.Escalation;
import io.dutybell.escalation.EscalationPolicy;
import io.dutybell.escalation.EscalationRule;
import io.dutybell.escalation.EscalationState;
import io.dutybell.escalation.EscalationStep;
import io.dutybell.escalation.EscalationStep.Ending;
import io.dutybell.event.Priority;
import io.dutybell.notification.NotificationOrder;
import io.dutybell.notification.NotificationPlan;
import io.dutybell.notification.Purpose;
import io.dutybell.oncall.Schedule;
import io.dutybell.source.AlertSource;
import io.dutybell.team.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A change of one alert that is being decided upon, whoever causes it: an event, a responder, or
 * time. It gathers the alert as it will be and what is written with it. Lives for one decision;
 * reads no clock and does no I/O.
 */
final class AlertChange {

  private static final String HIDDEN_POLICY = "an escalation policy of a private team";

  private final Configuration configuration;
  private final Fallback fallback;
  private final Instant now;
  private final List<TimelineEntry> timeline = new ArrayList<>();
  private final List<Assignment> assignments = new ArrayList<>();
  private final List<NotificationOrder> notifications = new ArrayList<>();
  private Alert alert;
  private boolean stopsWaiting;
  private Set<Integer> unmet = Set.of();

  /**
   * @param alert the alert before the change
   * @param configuration who is told
   * @param fallback who is told when nobody else can be
   * @param now the present
   */
  AlertChange(Alert alert, Configuration configuration, Fallback fallback, Instant now) {
    this.alert = alert;
    this.configuration = configuration;
    this.fallback = fallback;
    this.now = now;
  }

  Alert alert() {
    return alert;
  }

  List<TimelineEntry> timeline() {
    return timeline;
  }

  List<Assignment> assignments() {
    return assignments;
  }

  List<NotificationOrder> notifications() {
    return notifications;
  }

  boolean stopsWaiting() {
    return stopsWaiting;
  }

  AlertChange set(java.util.function.Consumer<Alert.Draft> change) {
    alert = alert.with(change);
    return this;
  }

  AlertChange note(TimelineType type, String text, Long userId) {
    timeline.add(new TimelineEntry(alert.id(), now, type, text, userId));
    return this;
  }

  /** A policy as the timeline names it: what some of its readers must not know it does not name. */
  String named(EscalationPolicy policy) {
    return isSeenByReaders(policy.teamIds()) ? policy.name() : HIDDEN_POLICY;
  }

  /** The same where it has to be said that it is a policy. */
  String called(EscalationPolicy policy) {
    return isSeenByReaders(policy.teamIds()) ? "escalation policy " + policy.name() : HIDDEN_POLICY;
  }

  /** An on-call schedule as the timeline names it. */
  String named(Schedule schedule) {
    return isSeenByReaders(schedule.teamIds()) ? schedule.name() : "a schedule of a private team";
  }

  private boolean isSeenByReaders(Set<Long> teamIds) {
    return configuration.isSeenWithAlertsOf(alert.sourceId(), teamIds);
  }

  /** The alert's policy as it is for this alert now: nobody is on levels that are not for it. */
  private EscalationPolicy policy() {
    EscalationPolicy policy = policyOfNow();
    if (policy == null || !policy.hasConditions()) {
      unmet = Set.of();
      return policy;
    }
    unmet =
        new AlertFacts(alert, configuration.sources().get(alert.sourceId()), now)
            .unmetLevels(policy);
    return unmet.isEmpty() ? policy : policy.without(unmet);
  }

  /**
   * The alert's policy, with whoever is on call now in the place of on-call schedules. When it was
   * deleted, its source's own takes over, from level 1.
   */
  private EscalationPolicy policyOfNow() {
    EscalationPolicy policy = configuration.policyAt(alert.policyId(), now);
    AlertSource source = configuration.sources().get(alert.sourceId());
    if (policy != null || source == null) {
      return policy;
    }
    EscalationPolicy own = configuration.policyAt(source.policyId(), now);
    if (own != null) {
      note(
          TimelineType.EscalationLogEntry,
          "The escalation policy no longer exists: "
              + named(own)
              + ", the alert source's own, takes over from its first level.",
          null);
      set(
          a -> {
            a.policyId = own.id();
            a.escalation = new EscalationState(a.escalation.phase(), 0, 0, a.escalation.dueAt());
          });
    }
    return own;
  }

  /** Starts the escalation from level 1, or assigns a LOW alert to level 1. */
  void beginEscalation(int urgency) {
    EscalationPolicy policy = policy();
    if (policy == null) {
      note(
          TimelineType.EscalationLogEntry,
          "The escalation policy no longer exists: nobody can be told.",
          null);
      end(Ending.NOBODY_ON_CALL, EscalationState.none());
      return;
    }
    if (alert.priority() == Priority.HIGH) {
      EscalationStep step = Escalation.begin(policy, this::isOnCall, now);
      if (step.state().phase() == EscalationState.Phase.WAITING) {
        note(
            TimelineType.EscalationLogEntry,
            "The escalation waits "
                + policy.delay().toMinutes()
                + " min before the first level of "
                + named(policy)
                + ".",
            null);
      }
      apply(step, policy, urgency);
    } else {
      apply(Escalation.assignOnly(policy, this::isOnCall), policy, urgency);
    }
  }

  /** Does the step of the escalation that is due. */
  void escalate() {
    EscalationPolicy policy = policy();
    if (policy == null) {
      note(
          TimelineType.EscalationLogEntry,
          "The escalation policy no longer exists: the escalation ends.",
          null);
      end(Ending.NOBODY_ON_CALL, alert.escalation().stopped());
      return;
    }
    EscalationStep step = Escalation.next(alert.escalation(), policy, this::isOnCall, now);
    apply(step, policy, step.state().round() > 0 ? 1 : 0);
  }

  /** Goes on to the next level because somebody wants it. */
  void escalateNow() {
    EscalationPolicy policy = policy();
    if (policy == null) {
      escalate();
      return;
    }
    apply(Escalation.further(alert.escalation(), policy, this::isOnCall, now), policy, 0);
  }

  /** Whether the alert's policy has anybody who can be told. */
  boolean hasSomebodyOnCall() {
    EscalationPolicy policy = policy();
    return policy != null
        && policy.rules().stream()
            .flatMap(rule -> rule.userIds().stream())
            .anyMatch(this::isOnCall);
  }

  private boolean isOnCall(long userId) {
    User user = configuration.users().get(userId);
    return user != null && user.isReachableAt(now);
  }

  private void apply(EscalationStep step, EscalationPolicy policy, int urgency) {
    for (int level : new LinkedHashSet<>(step.skipped())) {
      note(
          TimelineType.EscalationLogEntry,
          "Level " + level + " of " + named(policy) + " was skipped: " + whySkipped(policy, level),
          null);
    }
    if (!step.assigned().isEmpty()) {
      String names =
          step.assigned().stream()
              .map(id -> named(id, policy.id(), step.state().level()))
              .collect(Collectors.joining(", "));
      String round = step.state().round() > 0 ? ", repetition " + step.state().round() : "";
      note(
          TimelineType.AlertAssignedBySystemLogEntry,
          "Assigned to "
              + names
              + " by "
              + named(policy)
              + ", level "
              + step.state().level()
              + round
              + ".",
          step.assigned().size() == 1 ? step.assigned().get(0) : null);
      step.assigned().forEach(id -> assign(id, step.state().level(), urgency));
    }
    set(a -> a.escalation = step.state());
    if (step.ending() != null) {
      end(step.ending(), step.state());
    }
  }

  private String whySkipped(EscalationPolicy policy, int level) {
    if (!unmet.contains(level)) {
      return "nobody is on call.";
    }
    EscalationPolicy whole = configuration.policies().get(policy.id());
    return isSeenByReaders(policy.teamIds())
        ? "its condition does not hold: " + whole.rules().get(level - 1).condition().shown()
        : "its condition does not hold.";
  }

  /** A user of a level, with the on-call schedule that is why, if the level names only that. */
  private String named(long userId, long policyId, int level) {
    String name = configuration.users().get(userId).fullName();
    EscalationRule rule = configuration.policies().get(policyId).rules().get(level - 1);
    if (rule.userIds().contains(userId)) {
      return name;
    }
    return rule.scheduleIds().stream()
        .filter(id -> configuration.userOnCall(id, now).orElse(0) == userId)
        .findFirst()
        .map(id -> name + " (on call by " + named(configuration.rosters().get(id).schedule()) + ")")
        .orElse(name);
  }

  private void end(Ending ending, EscalationState state) {
    set(
        a ->
            a.escalation =
                a.priority == Priority.HIGH
                    ? new EscalationState(
                        EscalationState.Phase.ENDED, state.level(), state.round(), null)
                    : state);
    note(
        TimelineType.EscalationEndedLogEntry,
        ending == Ending.NOBODY_ACCEPTED
            ? "The escalation ended without anyone accepting."
            : "There is nobody on call on any level: nobody is told.",
        null);
    fallback
        .order(alert.id(), now)
        .ifPresent(
            order -> {
              notifications.add(order);
              note(
                  TimelineType.EscalationLogEntry,
                  "The fallback of the installation is told.",
                  null);
            });
  }

  /** Makes a user a responder and tells them by their own rules. */
  void assign(long userId, int level, int urgency) {
    User user = configuration.users().get(userId);
    assignments.add(new Assignment(alert.id(), userId, level, now));
    if (user.isMutedAt(now)) {
      note(
          TimelineType.NotificationLogEntry,
          "Notifications to "
              + user.fullName()
              + " are suppressed: muted until "
              + user.mutedUntil()
              + ".",
          userId);
      return;
    }
    List<NotificationOrder> orders =
        NotificationPlan.onAssignment(user, alert.id(), alert.priority(), urgency, now);
    if (orders.isEmpty()) {
      note(
          TimelineType.NotificationLogEntry,
          user.fullName()
              + (user.isReachableAt(now)
                  ? " has no notification rule for a " + alert.priority() + " alert"
                  : " has no verified contact")
              + " and is not told.",
          userId);
    }
    notifications.addAll(orders);
  }

  /** Makes a user a responder of an accepted alert and tells them at once. */
  void join(long userId) {
    assignments.add(new Assignment(alert.id(), userId, 0, now));
    User user = configuration.users().get(userId);
    if (user.isReachableAt(now)) {
      notifications.addAll(
          NotificationPlan.again(user, alert.id(), alert.priority(), Purpose.RAISED, now));
    }
  }

  /** Cancels what waits to be told about the alert. */
  void stopWaiting() {
    stopsWaiting = true;
    notifications.clear();
  }

  /** Tells the responders of an accepted alert again. */
  void tellAgain(Set<Long> responders, String why) {
    set(a -> a.retoldAt = now);
    note(TimelineType.NotificationLogEntry, "The responders are told again: " + why, null);
    for (long userId : responders) {
      User user = configuration.users().get(userId);
      if (user != null && user.isReachableAt(now)) {
        notifications.addAll(
            NotificationPlan.again(user, alert.id(), alert.priority(), Purpose.RAISED, now));
      }
    }
  }

  /**
   * Makes it ACCEPTED: escalation and waiting notifications stop, and the others who were told hear
   * of it. Whoever accepts has it.
   */
  void accept(Long userId, Alert.ByType by, Instant reopenAt, List<Told> told) {
    if (userId != null) {
      assignments.add(
          new Assignment(alert.id(), userId, Math.max(alert.escalation().level(), 1), now));
    }
    set(
        a -> {
          a.status = Status.ACCEPTED;
          a.acceptedAt = now;
          a.acceptedBy = userId;
          a.acceptedByType = by;
          a.reopenAt = reopenAt;
          a.escalation = a.escalation.stopped();
        });
    stopWaiting();
    update(Purpose.ACCEPTED, userId, told);
  }

  /**
   * Makes it RESOLVED: escalation and waiting notifications stop, and those who were told hear of
   * it.
   */
  void resolve(Long userId, Alert.ByType by, List<Told> told) {
    set(
        a -> {
          a.status = Status.RESOLVED;
          a.resolvedAt = now;
          a.resolvedBy = userId;
          a.resolvedByType = by;
          a.openMembers = 0;
          a.reopenAt = null;
          a.autoResolveAt = null;
          a.escalation = a.escalation.stopped();
        });
    stopWaiting();
    update(Purpose.RESOLVED, userId, told);
  }

  private void update(Purpose purpose, Long exceptUserId, List<Told> told) {
    Set<Long> users =
        told.stream()
            .filter(t -> t.alertId() == alert.id())
            .map(Told::userId)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    for (long userId : users) {
      User user = configuration.users().get(userId);
      if (user == null || Objects.equals(userId, exceptUserId) || user.isMutedAt(now)) {
        continue;
      }
      Set<Long> toldOn = new HashSet<>();
      told.stream()
          .filter(t -> t.alertId() == alert.id() && t.userId() == userId)
          .forEach(t -> toldOn.add(t.contactId()));
      notifications.addAll(NotificationPlan.update(user, alert.id(), purpose, toldOn, now));
    }
  }

  /** Makes the alert HIGH and starts its escalation. */
  void raise(String why) {
    set(a -> a.priority = Priority.HIGH);
    note(TimelineType.AlertRaisedLogEntry, "The priority was raised to HIGH: " + why, null);
    if (alert.status() == Status.PENDING) {
      // What the rules for LOW still have to tell, the rules for HIGH tell now.
      stopWaiting();
      beginEscalation(0);
    }
  }
}
