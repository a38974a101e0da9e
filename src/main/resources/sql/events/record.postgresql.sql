-- One statement for a whole batch. The ids are given twice so that the rows are found through their key, whatever the planner thinks of the join.
update events
set processed_at = done.processed_at, outcome = done.outcome, reason = done.reason, event_type = done.event_type,
    alert_key = done.alert_key, alert_id = done.alert_id, idempotency = done.idempotency, occurred_at = done.occurred_at
from unnest(:id[], :processedAt[], :outcome[], :reason[], :eventType[], :alertKey[], :alertId[], :idempotency[], :occurredAt[])
     as done (id, processed_at, outcome, reason, event_type, alert_key, alert_id, idempotency, occurred_at)
where events.id = any(:id[]) and events.id = done.id
