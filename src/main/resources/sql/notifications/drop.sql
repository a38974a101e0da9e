update notifications set state = :state, due_at = null where id = :id
