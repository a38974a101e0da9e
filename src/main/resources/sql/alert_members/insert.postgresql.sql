-- One statement for a whole batch.
insert into alert_members
  (alert_id, alert_key, status, severity, summary, current_value, episode, opened_at, last_event_at, closed_at, event_count)
select *
from unnest(:alertId[], :alertKey[], :status[], :severity[], :summary[], :currentValue[], :episode[], :openedAt[], :lastEventAt[],
            :closedAt[], :eventCount[])
