select id, name, visibility
from teams
where 1 = 1
  and id = any(:ids)  -- when ids
  and name = :name    -- when name
order by id
