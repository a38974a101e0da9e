select id, schedule_id, user_id, created_by, created_at, last_used_at
from calendar_links
where 1 = 1
  and id = :id                       -- when id
  and schedule_id = :scheduleId      -- when schedule
  and user_id = :userId              -- when user
  and hash = :hash                   -- when hash
order by id
limit :count offset :skip            -- when page
