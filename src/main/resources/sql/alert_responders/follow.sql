-- The copies of what has changed of an alert.
update alert_responders set policy_id = :policyId, status = :status, priority = :priority, severity = :severity
where alert_id = :alertId
