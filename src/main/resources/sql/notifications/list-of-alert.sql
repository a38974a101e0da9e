select id, user_id, contact_id, connector, purpose, state, created_at, first_due_at, due_at, first_tried_at, delivered_at, attempts, last_error
from notifications
where alert_id = :alertId
order by created_at, id
limit :count offset :skip
