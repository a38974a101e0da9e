-- What was cancelled, or kept from a muted user, is nobody's notification. The sums are in milliseconds.
select width_bucket(a.created_at, :starts) as bucket,
  a.source_id as id,                   -- when by-source
  a.policy_id as id,                   -- when by-policy
  a.priority as word,                  -- when by-priority
  a.severity as word,                  -- when by-severity
  count(*) as notifications,
  count(n.delivered_at) as delivered,
  cast(extract(epoch from sum(n.delivered_at - n.first_due_at)) * 1000 as bigint) as to_deliver,
  cast(extract(epoch from max(n.delivered_at - n.first_due_at)) * 1000 as bigint) as slowest,
  count(*) filter (where n.state = 'FAILED') as failed
from alerts a
join notifications n on n.alert_id = a.id
where a.created_at >= :from and a.created_at < :until
  and n.state not in ('CANCELLED', 'SUPPRESSED')
  and n.purpose <> 'TEST'
  and a.source_id = any(:sources)      -- when sources
  and a.policy_id = any(:policies)     -- when policies
  and a.priority = any(:priorities)    -- when priorities
  and a.severity = any(:severities)    -- when severities
group by 1
  , a.source_id                        -- when by-source
  , a.policy_id                        -- when by-policy
  , a.priority                         -- when by-priority
  , a.severity                         -- when by-severity
