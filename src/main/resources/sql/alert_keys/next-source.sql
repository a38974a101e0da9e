select min(source_id) as source_id from alert_keys where source_id > :after
