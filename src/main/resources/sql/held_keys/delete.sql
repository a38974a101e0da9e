delete from held_keys where source_id = :sourceId and alert_key = :alertKey
