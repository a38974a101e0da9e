-- The text is looked for in the newest alerts that fit the other filters only, so that no search reads them all. These are found in an index
-- alone: with the texts asked for beside them, all alerts were read to find which fit. Without a text there is no inner query: PostgreSQL
-- would plan it for all of its rows, and not for the few that are asked for. The order begins with a state that is the same in every row,
-- because H2 reads an index in its order only when that names all of its columns.
select a.id from (                           -- when text
select a.id, a.created_at
from alerts a
where 1 = 1
  and a.status = 'PENDING'                   -- when pending
  and a.status = 'ACCEPTED'                  -- when accepted
  and a.status = 'RESOLVED'                  -- when resolved
  and a.status <> 'RESOLVED'                 -- when open
  and a.status <> 'ACCEPTED'                 -- when not-accepted
  and a.status <> 'PENDING'                  -- when not-pending
  and a.source_id = any(:sources)            -- when sources
  and a.policy_id = any(:policies)           -- when policies
  and a.priority = any(:priorities)          -- when priorities
  and a.severity = any(:severities)          -- when severities
  and a.created_at >= :from                  -- when from
  and a.created_at < :until                  -- when until
order by
  a.status desc,                             -- when pending
  a.status desc,                             -- when accepted
  a.status desc,                             -- when resolved
  a.created_at desc, a.id desc
limit :searched                              -- when text
) f                                          -- when text
join alerts a on a.id = f.id                 -- when text
where lower(a.summary) like :text escape '!' or lower(a.alert_key) like :text escape '!'  -- when text
order by f.created_at desc, f.id desc        -- when text
limit :count offset :skip
