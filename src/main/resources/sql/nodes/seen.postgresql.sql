insert into nodes (name, seen_at) values (:name, :now)
on conflict (name) do update set seen_at = excluded.seen_at
