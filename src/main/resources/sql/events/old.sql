select id from events
where received_at < :before
  and processed_at is not null
  and (alert_id is null or not exists (select 1 from alerts a where a.id = events.alert_id and a.status <> 'RESOLVED'))
order by received_at
limit :most
