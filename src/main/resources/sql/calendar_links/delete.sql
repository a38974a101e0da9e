delete from calendar_links where id = :id
