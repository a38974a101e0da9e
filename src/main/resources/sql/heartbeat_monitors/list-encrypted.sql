select key_hash as id, key_encrypted as encrypted from heartbeat_monitors
