insert into heartbeat_monitors
  (name, interval_sec, alert_summary, alert_source_id, teams, active, key_hash, key_encrypted, created_at, updated_at)
values (:name, :intervalSec, :alertSummary, :sourceId, :teams, :active, :hash, :encrypted, :now, :now)
