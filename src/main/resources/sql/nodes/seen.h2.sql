merge into nodes (name, seen_at, schema_version) key (name) values (:name, :now, :schema)
