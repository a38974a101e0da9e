select id, password_hash
from users
where 1 = 1
  and username = :username  -- when username
  and id = any(:ids)        -- when ids
