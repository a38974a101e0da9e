delete from users where id = :id
