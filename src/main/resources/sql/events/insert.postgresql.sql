-- One statement for a whole group, so that it is its own transaction: one round trip to the disk and back.
insert into events (id, source_id, position, format, received_at, node, method, content_type, user_agent, remote_address, query, body)
select id, source_id, 0, format, received_at, node, method, content_type, user_agent, remote_address, query, body
from unnest(:id[], :sourceId[], :format[], :receivedAt[], :node[], :method[], :contentType[], :userAgent[], :remoteAddress[], :query[], :body[])
     as received (id, source_id, format, received_at, node, method, content_type, user_agent, remote_address, query, body)
on conflict do nothing
