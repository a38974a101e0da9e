update notifications set relayed = true where id = any(:ids)
