insert into timeline (alert_id, at, type, text, user_id) values (:alertId, :at, :type, :text, :userId)
