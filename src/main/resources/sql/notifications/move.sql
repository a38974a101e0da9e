-- Its contact is reached through another connector now.
update notifications set connector = :connector where id = :id
