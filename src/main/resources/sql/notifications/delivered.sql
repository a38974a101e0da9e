update notifications set state = 'DELIVERED', due_at = null, delivered_at = :now, last_error = null where id = :id
