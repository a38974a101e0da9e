insert into events (id, parent_id, position, source_id, format, received_at, node, method)
values (:id, :parentId, :position, :sourceId, :format, :receivedAt, :node, '')
on conflict do nothing
