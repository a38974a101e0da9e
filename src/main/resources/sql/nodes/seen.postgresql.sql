insert into nodes (name, seen_at, schema_version) values (:name, :now, :schema)
on conflict (name) do update set seen_at = excluded.seen_at, schema_version = excluded.schema_version
