select id, name, scopes, user_id, created_by, created_at, expires_at, last_used_at
from api_tokens
where 1 = 1
  and id = :id              -- when id
  and id = any(:ids)        -- when ids
  and hash = :hash          -- when hash
  and user_id = :userId     -- when user
order by id
limit :count offset :skip   -- when page
