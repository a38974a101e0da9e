update notifications set state = :state, due_at = :dueAt, last_error = :error where id = :id
