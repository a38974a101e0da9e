-- An alert of several of the users counts once, for the first of them who had it: so several processes can count, and none compares rows.
-- Where an alert has so many responders that a row does not name those before it, an index of such rows is looked into.
select count(*) as alerts
  , cast(floor(date_part('epoch', r.created_at) / 3600) as bigint) as hours         -- when by-hour
from (
select * from alert_responders where user_id = any(:users)
  and (earlier is null or not earlier && array_append(:users, cast(-1 as bigint)))  -- when several
union all                                                                           -- when several
select r.* from alert_responders r                                                  -- when several
where r.user_id = any(:users) and r.earlier = '{-1}' and not exists (               -- when several
  select from alert_responders o where o.alert_id = r.alert_id                      -- when several
  and o.user_id = any(:users) and (o.earlier is null or o.earlier <> '{-1}' or o.user_id < r.user_id))  -- when several
) r
where 1 = 1
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
