select id, alert_id from timeline where id > :after order by id limit :count
