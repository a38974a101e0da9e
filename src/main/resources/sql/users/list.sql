select id, username, first_name, last_name, email, timezone, language, position, department, role, shift_color, region, muted_until
from users
where 1 = 1
  and id = :id               -- when id
  and username = :username   -- when username
  and lower(email) = :email  -- when email
order by id
limit :count offset :skip    -- when page
