merge into alert_responders (alert_id, user_id, level, assigned_at, created_at, source_id, policy_id, status, priority, severity)
key (alert_id, user_id)
values (:alertId, :userId, :level, :assignedAt, :createdAt, :sourceId, :policyId, :status, :priority, :severity)
