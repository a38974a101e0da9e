select id, user_id, contact_id, purpose, type, delay_min, method
from notification_rules
where 1 = 1
  and user_id = :userId  -- when user
order by id
