insert into notifications
  (id, alert_id, user_id, contact_id, connector, purpose, urgency, state, created_at, first_due_at, due_at, attempts, relayed)
values
  (:id, :alertId, :userId, :contactId, :connector, :purpose, :urgency, 'PENDING', :createdAt, :dueAt, :dueAt, 0, false)
