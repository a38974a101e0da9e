delete from audit_log where at < :before
