select count(*) as running from nodes where name <> :name and seen_at > :since and schema_version < :schema
