select received_at from events where source_id = :sourceId and method <> :method order by id desc limit 1
