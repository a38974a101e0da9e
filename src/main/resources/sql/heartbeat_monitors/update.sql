update heartbeat_monitors
set name = :name, interval_sec = :intervalSec, alert_summary = :alertSummary, alert_source_id = :sourceId, updated_at = :now
where id = :id
