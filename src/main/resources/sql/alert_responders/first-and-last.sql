-- Nothing is from 0 to -1.
select coalesce(min(alert_id), 0) as first_id, coalesce(max(alert_id), -1) as last_id from alert_responders
