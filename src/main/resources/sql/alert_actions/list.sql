select id, name, connector_id, connector_type, trigger_mode, trigger_types, params_encrypted, conditions, created_at, updated_at, teams
from alert_actions
where 1 = 1
  and id = :id                     -- when id
  and name = :name                 -- when name
  and connector_id = :connectorId  -- when connector
  and id in (select action_id from alert_action_sources where source_id = :sourceId)  -- when source
order by created_at, id
limit :count offset :skip          -- when page
