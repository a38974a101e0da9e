update escalation_policies
set name = :name, rules = :rules, repeating = :repeating, frequency = :frequency, delay_min = :delayMin,
  routing_key = :routingKey, teams = :teams, updated_at = :now
where id = :id
