update heartbeat_monitors set key_hash = :hash, key_encrypted = :encrypted where id = :id
