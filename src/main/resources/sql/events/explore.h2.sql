-- The text is looked for in the newest events that fit the other filters only, so that no search reads them all. Without a text there is
-- no innermost query: PostgreSQL would plan it for all of its rows, and not for the few that are asked for.
select e.id, e.parent_id, e.position, e.received_at, e.method, e.content_type, e.remote_address, e.query, e.body, e.processed_at, e.outcome,
  e.reason, e.event_type, e.alert_key, e.alert_id, e.error
from events e
join (
select s.id
from (                         -- when text
select s.id, s.alert_key, s.query, s.body  -- when text
from events s
where 1 = 1
  and s.id = :id               -- when id
  and s.source_id = :sourceId  -- when source
  and s.alert_id = :alertId    -- when alert
  and s.received_at >= :from and s.id >= :fromId    -- when from
  and s.received_at < :until and s.id < :untilId    -- when until
  and s.outcome = any(:outcomes)  -- when outcomes
order by s.id desc
limit :searched                -- when text
) s                            -- when text
where lower(s.alert_key) like :text escape '!' or lower(s.query) like :text escape '!' or locate(utf8tostring(:needle), utf8tostring(s.body)) > 0  -- when text
order by s.id desc             -- when text
limit :count offset :skip
) p on p.id = e.id
order by e.id desc
