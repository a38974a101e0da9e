update alerts set flapping_until = :until where id = :id
