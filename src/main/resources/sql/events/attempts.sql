select attempts from events where id = :id
