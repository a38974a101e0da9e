insert into former_alert_sources (id, name, teams) select id, name, teams from alert_sources where id = :id
