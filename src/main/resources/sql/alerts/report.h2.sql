-- One bucket. The sums are in milliseconds.
select 1 as bucket,
  a.source_id as id,                   -- when by-source
  a.policy_id as id,                   -- when by-policy
  a.priority as word,                  -- when by-priority
  a.severity as word,                  -- when by-severity
  count(*) as alerts,
  count(a.accepted_at) as accepted,
  cast(sum(datediff('MICROSECOND', a.created_at, a.accepted_at)) / 1000 as bigint) as to_accept,
  count(a.resolved_at) as resolved,
  cast(sum(datediff('MICROSECOND', a.created_at, a.resolved_at)) / 1000 as bigint) as to_resolve
from alerts a
where a.created_at >= :from and a.created_at < :until
  and a.source_id = any(:sources)      -- when sources
  and a.policy_id = any(:policies)     -- when policies
  and a.priority = any(:priorities)    -- when priorities
  and a.severity = any(:severities)    -- when severities
group by a.source_id                       -- when by-source
group by a.policy_id                       -- when by-policy
group by a.priority                        -- when by-priority
group by a.severity                        -- when by-severity
