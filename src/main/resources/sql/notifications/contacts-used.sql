select distinct contact_id from notifications
where alert_id = :alertId and user_id = :userId and contact_id is not null and state <> 'CANCELLED'
