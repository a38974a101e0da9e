delete from heartbeat_monitors where id = :id
