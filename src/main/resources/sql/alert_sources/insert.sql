insert into alert_sources (name, type, active, escalation_policy_id, settings, teams, created_at, updated_at)
values (:name, :type, :active, :policyId, :settings, :teams, :now, :now)
