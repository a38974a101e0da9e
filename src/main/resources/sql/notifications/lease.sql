update notifications set state = 'SENDING', attempts = attempts + 1, due_at = :leaseUntil where id = any(:ids)
