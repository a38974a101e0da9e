select * from alerts
where source_id = :sourceId and status <> 'RESOLVED' and created_at >= :since and (status = 'PENDING' or not :pendingOnly)
order by id desc
limit 1
for update
