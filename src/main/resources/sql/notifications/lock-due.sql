select id from notifications
where connector = :connector and due_at <= :now
order by urgency, due_at
limit :most
for update skip locked
