select n.id, n.alert_id, n.user_id, n.contact_id, n.connector, n.purpose, n.created_at, n.first_due_at, n.attempts, n.relayed,
       a.source_id, a.alert_key, a.summary, a.details, a.severity, a.priority, a.status, a.created_at as alert_created_at,
       a.event_count, a.member_count, a.custom_details, a.links, a.escalation_level,
       a.accepted_by, a.accepted_by_type, a.resolved_by, a.resolved_by_type,
       (select m.current_value from alert_members m where m.alert_id = a.id and m.alert_key = a.alert_key) as current_value
from notifications n
join alerts a on a.id = n.alert_id
where n.id = any(:ids)
