insert into api_tokens (name, hash, scopes, user_id, created_by, created_at, expires_at)
values (:name, :hash, :scopes, :userId, :createdBy, :now, :expiresAt)
