update alert_sources
set name = :name, active = :active, escalation_policy_id = :policyId, settings = :settings, teams = :teams, updated_at = :now
where id = :id
