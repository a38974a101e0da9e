merge into nodes (name, seen_at) key (name) values (:name, :now)
