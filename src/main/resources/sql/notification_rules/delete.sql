delete from notification_rules where id = :id
