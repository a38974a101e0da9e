select action_id, source_id from alert_action_sources
