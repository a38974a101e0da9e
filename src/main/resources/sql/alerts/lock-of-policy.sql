-- By source, because that is how the index finds open alerts.
select id, escalation_level from alerts
where source_id in (select id from alert_sources) and status <> 'RESOLVED' and policy_id = :policyId and escalation_level > 0
order by id
for update
