delete from schedule_overrides where schedule_id = :scheduleId
