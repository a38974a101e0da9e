update connectors
set name = :name, params_encrypted = :params, updated_at = :now
where id = :id
