select distinct idempotency from events where idempotency = any(:idempotencies)
