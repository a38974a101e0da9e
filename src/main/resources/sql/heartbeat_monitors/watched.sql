select id, name, interval_sec, alert_summary, alert_source_id, last_ping_at, created_at, updated_at, teams, active, watched_since
from heartbeat_monitors
where active and alert_source_id is not null and last_ping_at is not null
order by id
