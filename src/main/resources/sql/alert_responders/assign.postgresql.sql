-- One statement for a whole batch, in which nobody is named twice.
insert into alert_responders (alert_id, user_id, level, assigned_at)
select * from unnest(:alertId[], :userId[], :level[], :assignedAt[])
on conflict (alert_id, user_id) do update set level = excluded.level, assigned_at = excluded.assigned_at
