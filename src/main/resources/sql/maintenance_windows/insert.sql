insert into maintenance_windows (summary, description, starts_at, ends_at, timezone, source_ids, created_by)
values (:summary, :description, :startsAt, :endsAt, :timezone, :sourceIds, :createdBy)
