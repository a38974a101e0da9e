-- An alert of several of the users counts once.
select count(
  distinct                            -- when several
  r.alert_id) as alerts
  , cast(floor(extract(epoch from r.created_at) / 3600) as bigint) as hours  -- when by-hour
from alert_responders r
where r.user_id = any(:users)
  and r.created_at is not null        -- when by-hour
  and r.status = 'PENDING'            -- when pending
  and r.status = 'ACCEPTED'           -- when accepted
  and r.status = 'RESOLVED'           -- when resolved
  and r.status <> 'RESOLVED'          -- when open
  and r.status <> 'ACCEPTED'          -- when not-accepted
  and r.status <> 'PENDING'           -- when not-pending
  and r.source_id = any(:sources)     -- when sources
  and r.policy_id = any(:policies)    -- when policies
  and r.priority = any(:priorities)   -- when priorities
  and r.severity = any(:severities)   -- when severities
  and r.created_at >= :from           -- when from
  and r.created_at < :until           -- when until
group by hours                        -- when by-hour
order by hours desc                   -- when by-hour
