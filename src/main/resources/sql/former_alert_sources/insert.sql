insert into former_alert_sources (id, teams) select id, teams from alert_sources where id = :id
