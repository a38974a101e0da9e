insert into connectors (id, name, type, params_encrypted, created_at, updated_at)
values (:id, :name, :type, :params, :now, :now)
