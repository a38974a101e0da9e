-- Each question ends at the first row it finds: the index begins with source and status.
select s.id,
  exists (select 1 from alerts a where a.source_id = s.id and a.status = 'PENDING') as pending,
  exists (select 1 from alerts a where a.source_id = s.id and a.status in ('PENDING', 'ACCEPTED')) as open
from alert_sources s
where s.id = any(:ids)
