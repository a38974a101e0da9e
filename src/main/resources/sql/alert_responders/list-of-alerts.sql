select alert_id, user_id, level, assigned_at from alert_responders where alert_id = any(:ids) order by alert_id, assigned_at, level, user_id
