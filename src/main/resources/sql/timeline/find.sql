select id, alert_id from timeline where id = any(:ids)
