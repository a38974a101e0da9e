select count(*) as alerts
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
