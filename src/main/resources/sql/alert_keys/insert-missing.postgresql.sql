insert into alert_keys (source_id, alert_key, is_open, touched_at)
select :sourceId, alert_key, false, :now
from unnest(:alertKeys) as keys (alert_key)
order by alert_key
on conflict do nothing
