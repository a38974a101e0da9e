-- The order in which they became responders is not known any more where it was left out; any order counts an alert once.
update alert_responders r
set created_at = a.created_at, source_id = a.source_id, policy_id = a.policy_id, status = a.status, priority = a.priority,
  severity = a.severity,
  earlier = (
    select case when count(*) <= 20 then array_agg(o.user_id) else '{-1}' end
    from alert_responders o where o.alert_id = r.alert_id and o.user_id < r.user_id)
from alerts a
where a.id = r.alert_id and r.alert_id = any(:ids)
