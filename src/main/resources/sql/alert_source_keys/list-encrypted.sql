select key_hash as id, key_encrypted as encrypted from alert_source_keys
