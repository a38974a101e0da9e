insert into former_escalation_policies (id, name, teams) select id, name, teams from escalation_policies where id = :id
