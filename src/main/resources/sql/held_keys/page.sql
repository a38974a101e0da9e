select alert_key from held_keys where source_id = :sourceId order by alert_key limit :most
