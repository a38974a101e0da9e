select id, source_id, format, received_at, method, content_type, user_agent, remote_address, query, body
from events
where id = any(:ids)
order by id
