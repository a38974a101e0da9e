select * from alerts where id = any(:ids) order by id for update
