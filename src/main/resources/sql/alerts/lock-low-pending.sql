select * from alerts
where source_id = :sourceId and id > :after and status = 'PENDING' and priority = 'LOW' and created_at < :before and last_event_at >= :since
order by id
limit :most
for update
