select id from notifications where id = :id and alert_id = :alertId
