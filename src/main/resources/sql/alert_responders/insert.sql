insert into alert_responders (alert_id, user_id, level, assigned_at)
values (:alertId, :userId, :level, :assignedAt)
on conflict do nothing
