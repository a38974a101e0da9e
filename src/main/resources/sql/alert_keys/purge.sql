-- It may have been touched since it was read.
delete from alert_keys
where source_id = :sourceId and alert_key = any(:alertKeys) and touched_at < :before
  and not exists (select 1 from alerts a where a.id = alert_keys.alert_id and a.status <> 'RESOLVED')
