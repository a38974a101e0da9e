select state, count(*) as waiting from notifications where due_at is not null or state = 'FAILED' group by state
