update maintenance_windows
set summary = :summary, description = :description, starts_at = :startsAt, ends_at = :endsAt, timezone = :timezone,
  source_ids = :sourceIds
where id = :id
