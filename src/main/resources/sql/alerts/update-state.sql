-- All of an alert that may change but its texts.
update alerts
set
  severity = :severity,
  priority = :priority,
  status = :status,
  last_event_at = :lastEventAt,
  event_count = :eventCount,
  open_members = :openMembers,
  member_count = :memberCount,
  policy_id = :policyId,
  escalation_state = :escalationState,
  escalation_level = :escalationLevel,
  escalation_round = :escalationRound,
  next_escalation_at = :nextEscalationAt,
  auto_resolve_at = :autoResolveAt,
  reopen_at = :reopenAt,
  retold_at = :retoldAt,
  accepted_at = :acceptedAt,
  accepted_by = :acceptedBy,
  accepted_by_type = :acceptedByType,
  resolved_at = :resolvedAt,
  resolved_by = :resolvedBy,
  resolved_by_type = :resolvedByType
where id = :id
