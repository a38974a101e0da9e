-- One look-up for each key. A plain "alert_key = any(…)", planned while the table was empty, would read all keys of the source every time.
select locked.*
from (select wanted.alert_key from unnest(:alertKeys) as wanted (alert_key) order by wanted.alert_key) wanted
cross join lateral (select * from alert_keys where source_id = :sourceId and alert_key = wanted.alert_key for update) locked
