-- What was never tried is slow only when somebody has looked and found no room, or no connector, for it.
select id from notifications
where first_due_at <= :before and due_at is not null and not relayed and user_id is not null and purpose in ('ALERT', 'RAISED')
  and (first_tried_at <= :before or (first_tried_at is null and first_due_at <= :passedOver))
order by first_due_at
limit :most
for update skip locked
