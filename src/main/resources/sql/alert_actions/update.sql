update alert_actions
set name = :name, connector_id = :connectorId, connector_type = :connectorType, trigger_mode = :triggerMode,
  trigger_types = :triggerTypes, params_encrypted = :params, conditions = :conditions, teams = :teams, updated_at = :now
where id = :id
