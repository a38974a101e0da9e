-- One statement for a whole batch; the ids are given twice, see events/record.postgresql.sql.
update alerts
set
  summary = given.summary, details = given.details, severity = given.severity, priority = given.priority, status = given.status,
  last_event_at = given.last_event_at, event_count = given.event_count, open_members = given.open_members,
  member_count = given.member_count, links = given.links, images = given.images, custom_details = given.custom_details,
  policy_id = given.policy_id, escalation_state = given.escalation_state, escalation_level = given.escalation_level,
  escalation_round = given.escalation_round, next_escalation_at = given.next_escalation_at, auto_resolve_at = given.auto_resolve_at,
  reopen_at = given.reopen_at, retold_at = given.retold_at, accepted_at = given.accepted_at, accepted_by = given.accepted_by,
  accepted_by_type = given.accepted_by_type, resolved_at = given.resolved_at, resolved_by = given.resolved_by,
  resolved_by_type = given.resolved_by_type
from unnest(
  :id[], :summary[], :details[], :severity[], :priority[], :status[], :lastEventAt[], :eventCount[], :openMembers[],
  :memberCount[], :links[], :images[], :customDetails[], :policyId[], :escalationState[], :escalationLevel[],
  :escalationRound[], :nextEscalationAt[], :autoResolveAt[], :reopenAt[], :retoldAt[], :acceptedAt[], :acceptedBy[],
  :acceptedByType[], :resolvedAt[], :resolvedBy[], :resolvedByType[]
) as given (
  id, summary, details, severity, priority, status, last_event_at, event_count, open_members, member_count, links, images,
  custom_details, policy_id, escalation_state, escalation_level, escalation_round, next_escalation_at, auto_resolve_at,
  reopen_at, retold_at, accepted_at, accepted_by, accepted_by_type, resolved_at, resolved_by, resolved_by_type
)
where alerts.id = any(:id[]) and alerts.id = given.id
