insert into notification_rules (user_id, contact_id, purpose, type, delay_min, method)
values (:userId, :contactId, :purpose, :type, :delayMin, :method)
