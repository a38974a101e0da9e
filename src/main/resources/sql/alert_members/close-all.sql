update alert_members
set status = 'RESOLVED', closed_at = :now
where alert_id = any(:alertIds) and status = 'OPEN'
