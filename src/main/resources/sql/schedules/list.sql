select id, name, timezone, type, layers, shifts, show_gaps, default_shift_duration, teams
from schedules
where 1 = 1
  and id = :id                  -- when id
  and name = :name              -- when name
order by id
limit :count offset :skip       -- when page
