update alert_sources set texts = :texts where id = :id
