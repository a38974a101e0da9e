package io.dutybell.alert;

import io.dutybell.escalation.EscalationState;
import io.dutybell.event.Event;
import io.dutybell.event.Outcome;
import io.dutybell.event.Priority;
import io.dutybell.event.Severity;
import io.dutybell.event.TimeOrderedIds;
import io.dutybell.source.Grouping;
import io.dutybell.store.Params;
import io.dutybell.store.Row;
import io.dutybell.store.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;

/**
 * The tables around {@code alerts}: reads what a decision needs, locked, and writes what it
 * changes, in sets.
 */
final class AlertStore {

  private static final int REASON = 1_000;

  private final TimeOrderedIds ids;
  private final IntConsumer escalationsEnded;

  /**
   * @param ids names for new notifications
   * @param escalationsEnded is told how many escalations came to their end
   */
  AlertStore(TimeOrderedIds ids, IntConsumer escalationsEnded) {
    this.ids = ids;
    this.escalationsEnded = escalationsEnded;
  }

  /**
   * Of these events, those that nobody has worked on and nobody else is working on; they are
   * locked.
   *
   * @return when the maintenance ended in which they came; null for those that did not come in one
   */
  Map<UUID, Instant> lockEvents(Session session, Collection<UUID> events) throws SQLException {
    Map<UUID, Instant> locked = new HashMap<>();
    session.list(
        "events/lock",
        p -> p.uuids("ids", events),
        row ->
            locked.put(
                row.uuid("id"),
                row.word("outcome", Outcome.class) == Outcome.MAINTENANCE
                    ? row.instant("retry_at")
                    : null));
    return locked;
  }

  /** Of these deliveries, those that were applied before. */
  Set<UUID> seen(Session session, Collection<UUID> idempotencies) throws SQLException {
    return idempotencies.isEmpty()
        ? Set.of()
        : Set.copyOf(
            session.list(
                "events/seen",
                p -> p.uuids("idempotencies", idempotencies),
                row -> row.uuid("idempotency")));
  }

  /**
   * The state of these keys of a source, in sorted order; they are locked, and made when they were
   * not there.
   */
  List<KeyState> lockKeys(Session session, long sourceId, Collection<String> keys, Instant now)
      throws SQLException {
    if (keys.isEmpty()) {
      return List.of();
    }
    session.update(
        "alert_keys/insert-missing",
        p -> p.number("sourceId", sourceId).texts("alertKeys", keys).instant("now", now));
    return session.list(
        "alert_keys/lock",
        p -> p.number("sourceId", sourceId).texts("alertKeys", keys),
        row ->
            new KeyState(
                row.number("source_id"),
                row.text("alert_key"),
                row.instant("last_applied_at"),
                row.number("alert_id"),
                row.flag("is_open"),
                row.text("episode"),
                row.instant("episode_started_at"),
                row.text("closed_episode"),
                row.instant("closed_by_ok_at"),
                row.uuid("held_event_id"),
                row.text("recoveries")));
  }

  /** These alerts, locked in the order of their numbers. */
  List<Alert> lock(Session session, Collection<Long> alertIds) throws SQLException {
    return alertIds.isEmpty()
        ? List.of()
        : session.list("alerts/lock", p -> p.numbers("ids", alertIds), AlertStore::alert);
  }

  /** Waits until no other transaction decides about the grouping of this source. */
  void lockSource(Session session, long sourceId) throws SQLException {
    session.first("alert_sources/lock", p -> p.number("id", sourceId), row -> row.number("id"));
  }

  /**
   * The newest open alert that grouping may join, locked.
   *
   * @param since for a time window, the earliest creation; else ignored
   */
  Optional<Alert> groupAlert(Session session, long sourceId, Grouping grouping, Instant since)
      throws SQLException {
    return session.first(
        "alerts/lock-newest-open",
        p ->
            p.number("sourceId", sourceId)
                .flag("pendingOnly", grouping == Grouping.UNTIL_ACCEPTED)
                .instant("since", grouping == Grouping.TIME_WINDOW ? since : Instant.EPOCH),
        AlertStore::alert);
  }

  /** Members of these alerts with these keys. */
  List<Member> members(Session session, Collection<Long> alertIds, Collection<String> keys)
      throws SQLException {
    return alertIds.isEmpty()
        ? List.of()
        : session.list(
            "alert_members/of-keys",
            p -> p.numbers("alertIds", alertIds).texts("alertKeys", keys),
            row ->
                new Member(
                    row.number("alert_id"),
                    row.text("alert_key"),
                    row.text("status").equals("OPEN"),
                    row.word("severity", Severity.class),
                    row.text("summary"),
                    row.text("current_value"),
                    row.text("episode"),
                    row.instant("opened_at"),
                    row.instant("last_event_at"),
                    row.instant("closed_at"),
                    row.count("event_count")));
  }

  /** The responders of these alerts. */
  List<Assignment> responders(Session session, Collection<Long> alertIds) throws SQLException {
    return alertIds.isEmpty()
        ? List.of()
        : session.list(
            "alert_responders/of-alerts",
            p -> p.numbers("alertIds", alertIds),
            row ->
                new Assignment(
                    row.number("alert_id"),
                    row.number("user_id"),
                    row.count("level"),
                    row.instant("assigned_at")));
  }

  /** Who was told about these alerts since an instant, or is being told now. */
  List<Told> told(Session session, Collection<Long> alertIds, Instant since) throws SQLException {
    return alertIds.isEmpty()
        ? List.of()
        : session.list(
            "notifications/told",
            p -> p.numbers("alertIds", alertIds).instant("since", since),
            row ->
                new Told(row.number("alert_id"), row.number("user_id"), row.number("contact_id")));
  }

  /** Numbers for new alerts. */
  List<Long> nextIds(Session session, int count) throws SQLException {
    return count == 0
        ? List.of()
        : session.list("alerts/next-ids", p -> p.count("count", count), row -> row.number("id"));
  }

  /**
   * Alerts whose escalation step is due, longest due first, locked; those that somebody else works
   * on are left out.
   */
  List<Alert> dueForEscalation(Session session, Instant now, int most) throws SQLException {
    return session.list(
        "alerts/lock-due-escalation",
        p -> p.instant("now", now).count("most", most),
        AlertStore::alert);
  }

  /** Alerts whose auto-resolution is due, locked. */
  List<Alert> dueForAutoResolution(Session session, Instant now, int most) throws SQLException {
    return session.list(
        "alerts/lock-due-auto-resolve",
        p -> p.instant("now", now).count("most", most),
        AlertStore::alert);
  }

  /** Alerts whose accept timeout or end of snooze is due, locked. */
  List<Alert> dueForReopening(Session session, Instant now, int most) throws SQLException {
    return session.list(
        "alerts/lock-due-reopen",
        p -> p.instant("now", now).count("most", most),
        AlertStore::alert);
  }

  /**
   * Alerts of a source that are PENDING and LOW, locked in the order of their numbers.
   *
   * @param after only those with a higher number
   * @param before when they were received at the latest, not quite
   * @param since when they were last written to at the earliest
   */
  List<Alert> lowPending(
      Session session, long sourceId, long after, Instant before, Instant since, int most)
      throws SQLException {
    return session.list(
        "alerts/lock-low-pending",
        p ->
            p.number("sourceId", sourceId)
                .number("after", after)
                .instant("before", before)
                .instant("since", since)
                .count("most", most),
        AlertStore::alert);
  }

  /** Writes everything. */
  void write(Session session, Changes changes, Instant now) throws SQLException {
    escalationsEnded.accept(
        (int)
            changes.timeline.stream()
                .filter(entry -> entry.type() == TimelineType.EscalationEndedLogEntry)
                .count());
    if (!changes.stopsWaiting.isEmpty()) {
      session.update(
          "notifications/stop-waiting", p -> p.numbers("alertIds", changes.stopsWaiting));
    }
    session.batch("alerts/insert", changes.newAlerts.values(), AlertStore::bindNew);
    session.batch("alerts/update", changes.updates(true), AlertStore::bind);
    session.batch("alerts/update-state", changes.updates(false), AlertStore::bindState);
    session.batch(
        "alerts/count-late",
        changes.late.entrySet(),
        (p, e) -> p.number("id", e.getKey()).count("more", e.getValue()));
    session.batch("alert_members/insert", changes.newMembers.values(), AlertStore::bind);
    session.batch("alert_members/update", changes.members.values(), AlertStore::bind);
    if (!changes.closesAllMembers.isEmpty()) {
      session.update(
          "alert_members/close-all",
          p -> p.numbers("alertIds", changes.closesAllMembers).instant("now", now));
    }
    session.batch(
        "alert_keys/update",
        changes.keys.values(),
        (p, k) ->
            p.number("sourceId", k.sourceId())
                .text("alertKey", k.alertKey())
                .instant("lastAppliedAt", k.lastAppliedAt())
                .number("alertId", k.alertId())
                .flag("isOpen", k.isOpen())
                .text("episode", k.episode())
                .instant("episodeStartedAt", k.episodeStartedAt())
                .text("closedEpisode", k.closedEpisodes())
                .instant("closedByOkAt", k.closedByOkAt())
                .instant("now", now));
    session.batch("alert_responders/follow", changes.followed(), AlertStore::bindListed);
    session.batch(
        "alert_keys/hold",
        changes.holds.values(),
        (p, k) ->
            p.number("sourceId", k.sourceId())
                .text("alertKey", k.alertKey())
                .uuid("eventId", k.heldEventId()));
    session.batch(
        "held_keys/insert",
        changes.holds.values().stream().filter(k -> k.heldEventId() != null).toList(),
        (p, k) -> p.number("sourceId", k.sourceId()).text("alertKey", k.alertKey()));
    session.batch(
        "held_keys/delete",
        changes.holds.values().stream().filter(k -> k.heldEventId() == null).toList(),
        (p, k) -> p.number("sourceId", k.sourceId()).text("alertKey", k.alertKey()));
    session.batch(
        "alert_keys/recovered",
        changes.recoveries.values(),
        (p, k) ->
            p.number("sourceId", k.sourceId())
                .text("alertKey", k.alertKey())
                .text("recoveries", k.recoveries()));
    session.batch(
        "alerts/flap",
        changes.flapping(),
        (p, a) -> p.number("id", a.id()).instant("until", a.flappingUntil()));
    session.batch(
        "alert_responders/assign",
        changes.assignments.values(),
        (p, a) -> {
          Alert alert = changes.written(a.alertId());
          bindListed(p, alert);
          p.number("userId", a.userId())
              .count("level", a.level())
              .instant("assignedAt", a.at())
              .instant("createdAt", alert.createdAt())
              .number("sourceId", alert.sourceId());
        });
    session.batch(
        "timeline/insert",
        changes.timeline,
        (p, t) ->
            p.number("alertId", t.alertId())
                .instant("at", t.at())
                .word("type", t.type())
                .text("text", t.text())
                .number("userId", t.userId()));
    session.batch(
        "notifications/insert",
        changes.notifications,
        (p, n) ->
            p.uuid("id", ids.next())
                .number("alertId", n.alertId())
                .number("userId", n.userId())
                .number("contactId", n.contactId())
                .text("connector", n.connector())
                .word("purpose", n.purpose())
                .count("urgency", n.urgency())
                .instant("createdAt", now)
                .instant("dueAt", n.dueAt()));
    session.batch(
        "events/record",
        changes.events,
        (p, r) -> {
          Event.Content content = r.event().content();
          boolean counts = r.outcome().makesDuplicates();
          p.uuid("id", r.event().id())
              .instant("processedAt", now)
              .word("outcome", r.outcome())
              .text("reason", io.dutybell.event.Text.cut(r.reason(), REASON))
              .word("eventType", r.event().type())
              .text("alertKey", content.alertKey())
              .number("alertId", r.alertId())
              .uuid("idempotency", counts ? content.idempotency() : null)
              .instant("occurredAt", content.occurredAt());
        });
  }

  private static void bind(Params p, Member m) throws SQLException {
    p.number("alertId", m.alertId())
        .text("alertKey", m.alertKey())
        .text("status", m.isOpen() ? "OPEN" : "RESOLVED")
        .word("severity", m.severity())
        .text("summary", m.summary())
        .text("currentValue", m.value())
        .text("episode", m.episode())
        .instant("openedAt", m.openedAt())
        .instant("lastEventAt", m.lastEventAt())
        .instant("closedAt", m.closedAt())
        .count("eventCount", m.eventCount());
  }

  /** What may change of the copies that rows of responders have, see {@link Alert#isListedAs}. */
  private static void bindListed(Params p, Alert a) throws SQLException {
    p.number("alertId", a.id())
        .number("policyId", a.policyId())
        .word("status", a.status())
        .word("priority", a.priority())
        .word("severity", a.severity());
  }

  private static void bindNew(Params p, Alert a) throws SQLException {
    p.number("sourceId", a.sourceId())
        .number("previousAlertId", a.previousAlertId())
        .text("alertKey", a.alertKey())
        .instant("createdAt", a.createdAt());
    bind(p, a);
  }

  private static void bind(Params p, Alert a) throws SQLException {
    p.text("summary", a.summary())
        .text("details", a.details())
        .text("links", a.links())
        .text("images", a.images())
        .text("customDetails", a.customDetails());
    bindState(p, a);
  }

  private static void bindState(Params p, Alert a) throws SQLException {
    EscalationState escalation = a.escalation();
    p.number("id", a.id())
        .word("severity", a.severity())
        .word("priority", a.priority())
        .word("status", a.status())
        .instant("lastEventAt", a.lastEventAt())
        .count("eventCount", a.eventCount())
        .count("openMembers", a.openMembers())
        .count("memberCount", a.memberCount())
        .number("policyId", a.policyId())
        .word("escalationState", escalation.phase())
        .count("escalationLevel", escalation.level())
        .count("escalationRound", escalation.round())
        .instant("nextEscalationAt", escalation.dueAt())
        .instant("autoResolveAt", a.autoResolveAt())
        .instant("reopenAt", a.reopenAt())
        .instant("retoldAt", a.retoldAt())
        .instant("acceptedAt", a.acceptedAt())
        .number("acceptedBy", a.acceptedBy())
        .word("acceptedByType", a.acceptedByType())
        .instant("resolvedAt", a.resolvedAt())
        .number("resolvedBy", a.resolvedBy())
        .word("resolvedByType", a.resolvedByType());
  }

  static Alert alert(Row row) throws SQLException {
    Alert.Draft draft = new Alert.Draft();
    draft.id = row.number("id");
    draft.sourceId = row.number("source_id");
    draft.previousAlertId = row.number("previous_alert_id");
    draft.alertKey = row.text("alert_key");
    draft.summary = row.text("summary");
    draft.details = row.text("details");
    draft.severity = row.word("severity", Severity.class);
    draft.priority = row.word("priority", Priority.class);
    draft.status = row.word("status", Status.class);
    draft.createdAt = row.instant("created_at");
    draft.lastEventAt = row.instant("last_event_at");
    draft.eventCount = row.count("event_count");
    draft.openMembers = row.count("open_members");
    draft.memberCount = row.count("member_count");
    draft.links = row.text("links");
    draft.images = row.text("images");
    draft.customDetails = row.text("custom_details");
    draft.policyId = row.number("policy_id");
    draft.escalation =
        new EscalationState(
            row.word("escalation_state", EscalationState.Phase.class),
            row.count("escalation_level"),
            row.count("escalation_round"),
            row.instant("next_escalation_at"));
    draft.autoResolveAt = row.instant("auto_resolve_at");
    draft.reopenAt = row.instant("reopen_at");
    draft.retoldAt = row.instant("retold_at");
    draft.flappingUntil = row.instant("flapping_until");
    draft.acceptedAt = row.instant("accepted_at");
    draft.acceptedBy = row.number("accepted_by");
    draft.acceptedByType = row.word("accepted_by_type", Alert.ByType.class);
    draft.resolvedAt = row.instant("resolved_at");
    draft.resolvedBy = row.number("resolved_by");
    draft.resolvedByType = row.word("resolved_by_type", Alert.ByType.class);
    return Alert.of(draft);
  }
}
