select min(source_id) as source_id from held_keys where source_id > :after
