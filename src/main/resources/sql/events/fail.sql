update events
set attempts = attempts + 1, error = :error, retry_at = :retryAt, processed_at = :processedAt, outcome = coalesce(:outcome, outcome),
    reason = :error
where id = :id and processed_at is null
