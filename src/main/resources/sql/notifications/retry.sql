update notifications set state = 'PENDING', due_at = :now, first_due_at = :now where id = :id and state = 'FAILED'
