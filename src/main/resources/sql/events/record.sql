update events
set processed_at = :processedAt, outcome = :outcome, reason = :reason, event_type = :eventType, alert_key = :alertKey,
    alert_id = :alertId, idempotency = :idempotency, occurred_at = :occurredAt
where id = :id
