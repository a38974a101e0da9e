select notification_id, number, at, notifier, status, error, duration_ms
from notification_attempts
where notification_id = any(:ids)
order by notification_id, number
