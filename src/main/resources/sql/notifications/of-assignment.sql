select id, contact_id, state, due_at from notifications
where alert_id = :alertId and user_id = :userId and purpose = :purpose and created_at >= :since and contact_id is not null
order by due_at, id
