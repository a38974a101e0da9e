select id, name, type, active, escalation_policy_id, settings, teams, support_hours_id, auto_raise_alerts, texts
from alert_sources
where 1 = 1
  and id = :id                          -- when id
  and name = :name                      -- when name
  and escalation_policy_id = :policyId  -- when policy
  and support_hours_id = :supportHoursId -- when support-hours
order by id
limit :count offset :skip               -- when page
