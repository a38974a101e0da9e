delete from notification_attempts where notification_id in (select id from notifications where alert_id = any(:alertIds))
