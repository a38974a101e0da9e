delete from support_hours where id = :id
