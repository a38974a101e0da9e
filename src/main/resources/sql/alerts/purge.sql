delete from alerts where id = any(:alertIds)
