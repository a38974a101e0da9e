update alert_sources set watched_since = :at where id = :id
