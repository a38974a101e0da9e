-- The copies of what has changed of alerts; the ids are given twice, see events/record.postgresql.sql.
update alert_responders
set policy_id = given.policy_id, status = given.status, priority = given.priority, severity = given.severity
from unnest(:alertId[], :policyId[], :status[], :priority[], :severity[]) as given (alert_id, policy_id, status, priority, severity)
where alert_responders.alert_id = any(:alertId[]) and alert_responders.alert_id = given.alert_id
