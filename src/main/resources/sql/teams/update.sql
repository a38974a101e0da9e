update teams set name = :name, visibility = :visibility, updated_at = :now where id = :id
