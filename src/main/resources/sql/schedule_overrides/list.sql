select id, schedule_id, user_id, starts_at, ends_at
from schedule_overrides
where 1 = 1
  and id = :id                            -- when id
  and schedule_id = any(:scheduleIds)     -- when schedules
  and user_id = :userId                   -- when user
  and ends_at > :from                     -- when from
  and starts_at < :until                  -- when until
order by id
limit :count offset :skip                 -- when page
