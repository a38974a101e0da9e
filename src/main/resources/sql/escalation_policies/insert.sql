insert into escalation_policies (name, rules, repeating, frequency, delay_min, routing_key, teams, created_at, updated_at)
values (:name, :rules, :repeating, :frequency, :delayMin, :routingKey, :teams, :now, :now)
