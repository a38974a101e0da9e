-- The outcome stays: that is how a released event is told from one that was never worked on, and retry_at when it was released.
update events set processed_at = null, retry_at = :now, attempts = 0 where id = any(:ids) and outcome = 'MAINTENANCE' and processed_at is not null
