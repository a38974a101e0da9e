select id, name, teams from former_escalation_policies
