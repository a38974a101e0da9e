select * from alert_keys where source_id = :sourceId and alert_key = any(:alertKeys) order by alert_key for update
