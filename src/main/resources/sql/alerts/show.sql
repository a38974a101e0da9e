select id, source_id, previous_alert_id, alert_key, summary, details, severity, priority, status, created_at, last_event_at,
  event_count, open_members, member_count, links, images, custom_details, policy_id, escalation_state, escalation_level, escalation_round,
  next_escalation_at, auto_resolve_at, reopen_at, retold_at, flapping_until, accepted_at, accepted_by, accepted_by_type, resolved_at, resolved_by,
  resolved_by_type
from alerts
where id = any(:ids)
order by created_at desc, id desc
