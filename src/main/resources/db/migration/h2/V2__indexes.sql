-- H2 has no partial indexes.
create index events_unprocessed on events (processed_at, id);
create index events_idempotency on events (idempotency);
create index events_alert on events (alert_id);
create index alerts_escalation_due on alerts (next_escalation_at);
create index alerts_auto_resolve_due on alerts (auto_resolve_at);
create index alerts_reopen_due on alerts (reopen_at);
create index alerts_open on alerts (source_id, status, id);
create index notifications_due on notifications (connector, due_at);
create index notifications_slow on notifications (relayed, due_at, first_due_at);
create index notifications_dead on notifications (state);
