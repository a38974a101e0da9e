select * from alerts where next_escalation_at <= :now order by next_escalation_at limit :most for update skip locked
