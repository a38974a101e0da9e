insert into calendar_links (schedule_id, user_id, hash, created_by, created_at)
values (:scheduleId, :userId, :hash, :createdBy, :now)
