-- One statement for a whole batch.
insert into notifications
  (id, alert_id, user_id, contact_id, connector, purpose, urgency, state, created_at, first_due_at, due_at, attempts, relayed)
select id, alert_id, user_id, contact_id, connector, purpose, urgency, 'PENDING', created_at, due_at, due_at, 0, false
from unnest(:id[], :alertId[], :userId[], :contactId[], :connector[], :purpose[], :urgency[], :createdAt[], :dueAt[])
     as due (id, alert_id, user_id, contact_id, connector, purpose, urgency, created_at, due_at)
