update alert_actions set params_encrypted = :encrypted where id = :id
