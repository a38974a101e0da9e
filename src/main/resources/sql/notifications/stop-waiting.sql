-- One that is being sent at this moment completes, and counts as told.
update notifications
set state = 'CANCELLED', due_at = null
where alert_id = any(:alertIds) and due_at is not null and state <> 'SENDING'
