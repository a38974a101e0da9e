merge into alert_responders (alert_id, user_id, level, assigned_at) key (alert_id, user_id)
values (:alertId, :userId, :level, :assignedAt)
