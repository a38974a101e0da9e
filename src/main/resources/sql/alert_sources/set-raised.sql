update alert_sources set raised_at = :at where id = :id
