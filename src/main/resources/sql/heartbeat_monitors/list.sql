select id, name, interval_sec, alert_summary, alert_source_id, key_encrypted, last_ping_at, created_at, updated_at, teams, active, watched_since
from heartbeat_monitors
where 1 = 1
  and id = :id                     -- when id
  and name = :name                 -- when name
  and alert_source_id = :sourceId  -- when source
order by id
limit :count offset :skip          -- when page
