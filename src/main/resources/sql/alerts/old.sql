select id from alerts where status = 'RESOLVED' and resolved_at < :before order by id limit :most
