update notification_rules set contact_id = :contactId, type = :type, delay_min = :delayMin, method = :method where id = :id
