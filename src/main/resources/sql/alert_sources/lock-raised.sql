select raised_at from alert_sources where id = :id for update
