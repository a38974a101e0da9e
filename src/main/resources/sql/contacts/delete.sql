delete from contacts where id = :id
