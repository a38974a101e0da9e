select source_id from alerts where id = :id
