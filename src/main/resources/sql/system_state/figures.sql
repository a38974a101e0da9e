-- The ids are time-ordered, so the first is the oldest, but for what two nodes received within a moment.
select (select received_at from events where processed_at is null order by id limit 1) as oldest_event,
       (select min(next_escalation_at) from alerts where next_escalation_at is not null) as oldest_step,
       (select min(first_due_at) from notifications where due_at is not null and first_due_at <= :now) as oldest_notification,
       current_timestamp as database_time
