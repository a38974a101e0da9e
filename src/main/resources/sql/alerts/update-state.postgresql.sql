-- All of an alert that may change but its texts; otherwise as update.postgresql.sql.
update alerts
set
  severity = given.severity, priority = given.priority, status = given.status,
  last_event_at = given.last_event_at, event_count = given.event_count, open_members = given.open_members,
  member_count = given.member_count,
  policy_id = given.policy_id, escalation_state = given.escalation_state, escalation_level = given.escalation_level,
  escalation_round = given.escalation_round, next_escalation_at = given.next_escalation_at, auto_resolve_at = given.auto_resolve_at,
  reopen_at = given.reopen_at, retold_at = given.retold_at, accepted_at = given.accepted_at, accepted_by = given.accepted_by,
  accepted_by_type = given.accepted_by_type, resolved_at = given.resolved_at, resolved_by = given.resolved_by,
  resolved_by_type = given.resolved_by_type
from unnest(
  :id[], :severity[], :priority[], :status[], :lastEventAt[], :eventCount[], :openMembers[],
  :memberCount[], :policyId[], :escalationState[], :escalationLevel[],
  :escalationRound[], :nextEscalationAt[], :autoResolveAt[], :reopenAt[], :retoldAt[], :acceptedAt[], :acceptedBy[],
  :acceptedByType[], :resolvedAt[], :resolvedBy[], :resolvedByType[]
) as given (
  id, severity, priority, status, last_event_at, event_count, open_members, member_count,
  policy_id, escalation_state, escalation_level, escalation_round, next_escalation_at, auto_resolve_at,
  reopen_at, retold_at, accepted_at, accepted_by, accepted_by_type, resolved_at, resolved_by, resolved_by_type
)
where alerts.id = any(:id[]) and alerts.id = given.id
