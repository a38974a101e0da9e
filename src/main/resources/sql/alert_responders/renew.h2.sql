update alert_responders r
set (created_at, source_id, policy_id, status, priority, severity) =
  (select a.created_at, a.source_id, a.policy_id, a.status, a.priority, a.severity from alerts a where a.id = r.alert_id)
where r.alert_id = any(:ids)
