update alert_sources set support_hours_id = :supportHoursId, auto_raise_alerts = :autoRaise where id = :id
