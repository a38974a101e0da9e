select id, teams from former_alert_sources
