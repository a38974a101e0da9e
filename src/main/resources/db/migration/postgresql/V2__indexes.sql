create index events_unprocessed on events (id) where processed_at is null;
create index events_idempotency on events (idempotency) where idempotency is not null;
create index events_alert on events (alert_id) where alert_id is not null;
create index alerts_escalation_due on alerts (next_escalation_at) where next_escalation_at is not null;
create index alerts_auto_resolve_due on alerts (auto_resolve_at) where auto_resolve_at is not null;
create index alerts_reopen_due on alerts (reopen_at) where reopen_at is not null;
create index alerts_open on alerts (source_id, id) where status <> 'RESOLVED';
create index notifications_due on notifications (connector, urgency, due_at) where due_at is not null;
create index notifications_dead on notifications (id) where state = 'FAILED';
