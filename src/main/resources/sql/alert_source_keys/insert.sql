insert into alert_source_keys (source_id, key_hash, key_encrypted, created_at)
values (:sourceId, :hash, :encrypted, :now)
