update alert_source_keys set key_encrypted = :encrypted where key_hash = :id
