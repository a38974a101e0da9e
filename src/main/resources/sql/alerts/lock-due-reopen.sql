select * from alerts where reopen_at <= :now order by reopen_at limit :most for update skip locked
