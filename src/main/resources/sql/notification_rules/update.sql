update notification_rules set contact_id = :contactId, type = :type, delay_min = :delayMin where id = :id
