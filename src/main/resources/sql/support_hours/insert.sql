insert into support_hours (name, timezone, days, exceptions, created_at, updated_at)
values (:name, :timezone, :days, :exceptions, :now, :now)
