delete from teams where id = :id
