delete from schedule_overrides where id = :id
