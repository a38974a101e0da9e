insert into alert_action_sources (action_id, source_id) values (:actionId, :sourceId)
