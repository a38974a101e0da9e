select id, summary, starts_at, ends_at, source_ids from maintenance_windows where ends_at > :since order by id
