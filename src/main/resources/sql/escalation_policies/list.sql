select id, name, rules, repeating, frequency, delay_min, routing_key, teams
from escalation_policies
where 1 = 1
  and id = :id                  -- when id
  and name = :name              -- when name
  and routing_key = :routingKey -- when routing-key
order by id
