-- The alerts of users, as alerts/ids-of-page lists those of everybody, from one index alone: a responder's row has copies of what alerts are
-- filtered and ordered by. An alert of several of the users comes once: the alerts of each are read in their order, and merged.
select a.id from (                          -- when text
select
  r.created_at, r.alert_id as id            -- when one
  distinct r.created_at, r.alert_id as id   -- when several
from alert_responders r                     -- when one
from (                                      -- when several
(select * from alert_responders where user_id = :user order by created_at desc, alert_id desc)             -- when several
union all (select * from alert_responders where user_id = :user# order by created_at desc, alert_id desc)  -- for each further
) r                                         -- when several
where 1 = 1
  and r.user_id = :user                     -- when one
  and r.status = 'PENDING'                  -- when pending
  and r.status = 'ACCEPTED'                 -- when accepted
  and r.status = 'RESOLVED'                 -- when resolved
  and r.status <> 'RESOLVED'                -- when open
  and r.status <> 'ACCEPTED'                -- when not-accepted
  and r.status <> 'PENDING'                 -- when not-pending
  and r.source_id = any(:sources)           -- when sources
  and r.policy_id = any(:policies)          -- when policies
  and r.priority = any(:priorities)         -- when priorities
  and r.severity = any(:severities)         -- when severities
  and r.created_at >= :from                 -- when from
  and r.created_at < :until                 -- when until
order by
  r.user_id desc,                           -- when one
  r.created_at desc, r.alert_id desc
limit :searched                             -- when text
) r                                         -- when text
join alerts a on a.id = r.id                -- when text
where lower(a.summary) like :text escape '!' or lower(a.alert_key) like :text escape '!'  -- when text
order by r.created_at desc, r.id desc       -- when text
limit :count offset :skip
