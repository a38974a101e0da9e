insert into alert_actions
  (id, name, connector_id, connector_type, trigger_mode, trigger_types, params_encrypted, conditions, teams, created_at, updated_at)
values (:id, :name, :connectorId, :connectorType, :triggerMode, :triggerTypes, :params, :conditions, :teams, :now, :now)
