delete from notifications where alert_id = any(:alertIds)
