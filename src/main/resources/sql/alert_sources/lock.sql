select id from alert_sources where id = :id for update
