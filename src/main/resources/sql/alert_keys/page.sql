select alert_key, touched_at from alert_keys
where source_id = :sourceId and alert_key > :after
order by alert_key
limit :most
