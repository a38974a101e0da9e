select id, watched_since from alert_sources where id = any(:ids)
