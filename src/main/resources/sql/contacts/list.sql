select id, user_id, kind, connector, target, region_code, params, verified
from contacts
where 1 = 1
  and user_id = :userId       -- when user
  and connector = :connector  -- when connector
order by id
