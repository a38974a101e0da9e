delete from alert_source_keys where source_id = :sourceId and expires_at <= :now
