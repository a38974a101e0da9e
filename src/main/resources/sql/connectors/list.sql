select id, name, type, params_encrypted, created_at, updated_at
from connectors
where 1 = 1
  and id = :id      -- when id
  and name = :name  -- when name
order by created_at, id
