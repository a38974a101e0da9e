update alert_keys set recoveries = :recoveries where source_id = :sourceId and alert_key = :alertKey
