-- Each question ends at the first row it finds in the index of open alerts.
select s.id,
  exists (select 1 from alerts a where a.source_id = s.id and a.status = 'PENDING') as pending,
  exists (select 1 from alerts a where a.source_id = s.id and a.status <> 'RESOLVED') as open
from alert_sources s
where s.id = any(:ids)
