select id, user_id, kind, connector, target, region_code, params, address_encrypted, verified
from contacts
where 1 = 1
  and user_id = :userId          -- when user
  and connector = :connector     -- when connector
  and address_encrypted is null  -- when plain
order by id
