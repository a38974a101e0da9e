insert into alert_keys (source_id, alert_key, is_open, touched_at)
select cast(:sourceId as bigint), c1, false, cast(:now as timestamp with time zone)
from unnest(cast(:alertKeys as varchar array)) keys (c1)
where not exists (select 1 from alert_keys present where present.source_id = :sourceId and present.alert_key = c1)
order by c1
on conflict do nothing
