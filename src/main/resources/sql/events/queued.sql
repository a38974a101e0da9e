-- A further event has no body: its parent's is read again, and gives the same events. The bodies are only measured here, so that as many are
-- read as there is room for.
select coalesce(parent_id, id) as body_id,
       case when parent_id is null then octet_length(body)
            else (select octet_length(parent.body) from events parent where parent.id = events.parent_id) end as bytes
from events
where processed_at is null
  and (retry_at is null or retry_at <= :now)
  and (node = :node or received_at < :abandonedBefore)
order by id
limit :most
