select id, outcome, retry_at from events where id = any(:ids) and processed_at is null order by id for update skip locked
