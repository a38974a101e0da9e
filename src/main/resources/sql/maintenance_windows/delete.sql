delete from maintenance_windows where id = :id
