insert into teams (name, visibility, created_at, updated_at)
values (:name, :visibility, :now, :now)
