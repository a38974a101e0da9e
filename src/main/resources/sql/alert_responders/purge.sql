delete from alert_responders where alert_id = any(:alertIds)
