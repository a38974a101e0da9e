update support_hours
set name = :name, timezone = :timezone, days = :days, exceptions = :exceptions, teams = :teams, updated_at = :now
where id = :id
