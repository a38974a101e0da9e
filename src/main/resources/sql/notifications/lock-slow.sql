select id from notifications
where first_due_at <= :before and due_at is not null and not relayed and user_id is not null and purpose in ('ALERT', 'RAISED')
order by first_due_at
limit :most
for update skip locked
