select alert_key, status, severity, summary, current_value, opened_at, last_event_at, closed_at, event_count
from alert_members
where alert_id = :alertId
order by opened_at, alert_key
limit :count offset :skip
