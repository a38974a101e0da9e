insert into schedule_overrides (schedule_id, user_id, starts_at, ends_at, created_at)
values (:scheduleId, :userId, :start, :end, :now)
