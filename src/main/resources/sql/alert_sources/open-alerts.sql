select s.id,
  exists (select 1 from alerts a where a.source_id = s.id and a.status = 'PENDING') as pending,
  exists (select 1 from alerts a where a.source_id = s.id and a.status = 'ACCEPTED') as accepted
from alert_sources s
where s.id = any(:ids)
