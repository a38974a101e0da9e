-- A further event has no body: its parent's is read again, and gives the same events.
select body.id, body.source_id, body.format, body.received_at, body.method, body.content_type, body.user_agent, body.remote_address,
       body.query, body.body
from events queued
join events body on body.id = coalesce(queued.parent_id, queued.id)
where queued.processed_at is null
  and (queued.retry_at is null or queued.retry_at <= :now)
  and (queued.node = :node or queued.received_at < :abandonedBefore)
order by queued.id
limit :most
