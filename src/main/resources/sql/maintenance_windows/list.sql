select id, summary, description, starts_at, ends_at, timezone, source_ids, created_by
from maintenance_windows
where 1 = 1
  and id = :id             -- when id
order by id
limit :count offset :skip  -- when page
