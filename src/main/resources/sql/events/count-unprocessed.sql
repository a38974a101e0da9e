select count(*) as unprocessed from events where processed_at is null
