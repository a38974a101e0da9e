select * from alert_members where alert_id = any(:alertIds) and alert_key = any(:alertKeys)
