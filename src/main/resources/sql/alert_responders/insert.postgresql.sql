-- One statement for a whole batch.
insert into alert_responders (alert_id, user_id, level, assigned_at)
select * from unnest(:alertId[], :userId[], :level[], :assignedAt[])
on conflict do nothing
