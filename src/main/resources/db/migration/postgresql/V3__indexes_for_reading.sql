-- What lists of alerts and of events are read by.
create index alerts_newest on alerts (created_at, id) include (source_id, policy_id, priority, severity);
create index alerts_newest_open on alerts (created_at, id) include (status, source_id, policy_id, priority, severity)
  where status <> 'RESOLVED';
create index alerts_newest_by_source on alerts (source_id, created_at, id);
create index alerts_pending on alerts (source_id) where status = 'PENDING';
create index alert_responders_alerts on alert_responders (user_id, alert_id);
