delete from alert_actions where id = :id
