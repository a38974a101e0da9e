select * from alerts where auto_resolve_at <= :now order by auto_resolve_at limit :most for update skip locked
