delete from alert_sources where id = :id
