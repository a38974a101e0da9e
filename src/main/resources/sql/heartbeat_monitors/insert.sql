insert into heartbeat_monitors
  (name, interval_sec, alert_summary, alert_source_id, teams, key_hash, key_encrypted, created_at, updated_at)
values (:name, :intervalSec, :alertSummary, :sourceId, :teams, :hash, :encrypted, :now, :now)
