select id, password_hash from users where username = :username
