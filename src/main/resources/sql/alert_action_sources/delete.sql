delete from alert_action_sources where action_id = :actionId
