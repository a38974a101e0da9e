select * from alert_responders where alert_id = any(:alertIds) order by alert_id, assigned_at
