update alert_members
set status = :status, severity = :severity, summary = :summary, current_value = :currentValue, episode = :episode,
    opened_at = :openedAt, last_event_at = :lastEventAt, closed_at = :closedAt, event_count = :eventCount
where alert_id = :alertId and alert_key = :alertKey
