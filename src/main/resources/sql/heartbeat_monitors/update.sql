update heartbeat_monitors
set name = :name, interval_sec = :intervalSec, alert_summary = :alertSummary, alert_source_id = :sourceId, teams = :teams, updated_at = :now
where id = :id
