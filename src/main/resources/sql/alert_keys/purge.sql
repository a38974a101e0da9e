delete from alert_keys
where touched_at < :before
  and not exists (select 1 from alerts a where a.id = alert_keys.alert_id and a.status <> 'RESOLVED')
