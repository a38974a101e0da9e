update heartbeat_monitors set key_encrypted = :encrypted where key_hash = :id
