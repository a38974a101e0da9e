-- What lists are read by when few alerts fit among very many that do not: the accepted and resolved ones in a storm of pending ones, and
-- the open ones of a source beside another source's. Neither costs a new alert anything but a byte.
create index alerts_newest_not_pending on alerts (created_at, id) include (status, source_id, policy_id, priority, severity)
  where status <> 'PENDING';
drop index alerts_open;
create index alerts_open on alerts (source_id, id) include (status) where status <> 'RESOLVED';
