-- One statement for a whole batch; the order of the rows is the order of their numbers.
insert into timeline (alert_id, at, type, text, user_id)
select * from unnest(:alertId[], :at[], :type[], :text[], :userId[])
