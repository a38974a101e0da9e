-- What lists of alerts and of events are read by. H2 has no partial indexes and no included columns.
create index alerts_newest on alerts (created_at, id, source_id, policy_id, priority, severity);
create index alerts_newest_by_status on alerts (status, created_at, id);
create index alerts_newest_by_source on alerts (source_id, created_at, id);
create index alert_responders_alerts on alert_responders (user_id, alert_id);
