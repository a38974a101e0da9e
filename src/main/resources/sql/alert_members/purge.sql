delete from alert_members where alert_id = any(:alertIds)
