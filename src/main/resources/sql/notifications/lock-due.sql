select id from notifications
where connector = :connector and due_at <= :now and not coalesce(contact_id, 0) = any(:busy)
order by urgency, due_at
limit :most
for update skip locked
