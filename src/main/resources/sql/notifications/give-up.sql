-- Nobody has tried for a day what should have been tried: its connector is gone, or sending was paused for that long.
update notifications
set state = 'FAILED', due_at = null, last_error = coalesce(last_error, 'It was not sent within 24 hours.')
where first_due_at <= :before and due_at is not null and state <> 'SENDING'
