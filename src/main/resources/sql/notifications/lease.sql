update notifications
set state = 'SENDING', attempts = attempts + 1, first_tried_at = coalesce(first_tried_at, :now), due_at = :leaseUntil
where id = any(:ids)
