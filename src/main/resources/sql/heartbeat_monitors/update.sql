-- One that was disabled waits anew.
update heartbeat_monitors
set name = :name, interval_sec = :intervalSec, alert_summary = :alertSummary, alert_source_id = :sourceId, teams = :teams, updated_at = :now,
  watched_since = case when active or not :active then watched_since else :now end, active = :active
where id = :id
