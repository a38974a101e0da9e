delete from events where id = any(:ids)
