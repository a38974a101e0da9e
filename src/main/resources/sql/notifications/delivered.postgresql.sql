-- One statement for a whole batch; the ids are given twice, see events/record.postgresql.sql.
update notifications
set state = 'DELIVERED', due_at = null, delivered_at = done.at, last_error = null
from unnest(:id[], :now[]) as done (id, at)
where notifications.id = any(:id[]) and notifications.id = done.id
