delete from connectors where id = :id
