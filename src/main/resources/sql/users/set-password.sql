update users set password_hash = :passwordHash, updated_at = :now where id = :id
