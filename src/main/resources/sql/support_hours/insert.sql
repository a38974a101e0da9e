insert into support_hours (name, timezone, days, exceptions, teams, created_at, updated_at)
values (:name, :timezone, :days, :exceptions, :teams, :now, :now)
