-- The ids begin with their time, so that only old rows are looked at, however many newer ones there are; and each alert is looked up, however
-- many are open.
select id from events
where id < :beforeId
  and received_at < :before
  and processed_at is not null
  and not exists (select 1 from alerts a where a.id = events.alert_id and a.status <> 'RESOLVED')
order by id
limit :most
