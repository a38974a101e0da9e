update notifications set first_due_at = :now, due_at = :now where id = :id and state = 'PENDING'
