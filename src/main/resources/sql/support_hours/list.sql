select id, name, timezone, days, exceptions, teams
from support_hours
where 1 = 1
  and id = :id                                                                 -- when id
  and name = :name                                                             -- when name
  and id = (select support_hours_id from alert_sources where id = :sourceId)  -- when of-source
order by id
limit :count offset :skip                                                      -- when page
