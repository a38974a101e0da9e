select id, at, type, text, user_id from timeline where alert_id = :alertId order by id limit :count offset :skip
