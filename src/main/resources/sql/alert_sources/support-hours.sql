select s.id, h.id as support_hours_id, h.name, h.teams, s.auto_raise_alerts
from alert_sources s
join support_hours h on h.id = s.support_hours_id
where s.id = any(:ids)
