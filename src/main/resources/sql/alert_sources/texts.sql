select id, texts from alert_sources where id = any(:ids)
