update alert_keys set held_event_id = :eventId where source_id = :sourceId and alert_key = :alertKey
