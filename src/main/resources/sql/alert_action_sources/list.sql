select action_id, source_id
from alert_action_sources
where action_id = any(:actionIds)
order by action_id, source_id
