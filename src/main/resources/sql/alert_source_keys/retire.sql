update alert_source_keys set expires_at = :until
where source_id = :sourceId and (expires_at is null or expires_at > :until)
