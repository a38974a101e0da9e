-- Alerts of which a responder's row says otherwise than the alert itself.
select distinct a.id
from alert_responders r
join alerts a on a.id = r.alert_id
where r.alert_id >= :from and r.alert_id < :until and a.id >= :from and a.id < :until
  and (r.created_at is null or r.status <> a.status or r.priority <> a.priority or r.policy_id <> a.policy_id
    or coalesce(r.severity, '') <> coalesce(a.severity, ''))
