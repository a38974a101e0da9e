update heartbeat_monitors set last_ping_at = :now where key_hash = :hash
