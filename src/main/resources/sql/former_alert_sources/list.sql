select id, name, teams from former_alert_sources
