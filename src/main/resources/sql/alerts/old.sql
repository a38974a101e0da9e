-- What was resolved before was created before, and there is an index on that.
select id from alerts
where created_at < :before and status = 'RESOLVED' and resolved_at < :before
order by created_at
limit :most
