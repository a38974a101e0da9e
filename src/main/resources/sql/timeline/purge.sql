delete from timeline where alert_id = any(:alertIds)
