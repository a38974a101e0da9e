-- A further event has no body: its parent's is read again, and gives the same events. The rows are chosen first, and then each body is looked
-- up ("limit 1" keeps PostgreSQL from joining in another way), so that a long backlog is neither sorted nor read as a whole.
select body.id, body.source_id, body.format, body.received_at, body.method, body.content_type, body.user_agent, body.remote_address,
       body.query, body.body
from (
  select id, coalesce(parent_id, id) as body_id
  from events
  where processed_at is null
    and (retry_at is null or retry_at <= :now)
    and (node = :node or received_at < :abandonedBefore)
  order by id
  limit :most
) queued
cross join lateral (select * from events where events.id = queued.body_id limit 1) body
order by queued.id
