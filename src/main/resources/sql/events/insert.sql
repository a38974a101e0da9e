insert into events (id, source_id, position, format, received_at, node, method, content_type, user_agent, remote_address, query, body)
values (:id, :sourceId, 0, :format, :receivedAt, :node, :method, :contentType, :userAgent, :remoteAddress, :query, :body)
on conflict do nothing
