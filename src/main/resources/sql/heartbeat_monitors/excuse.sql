-- Once since the last ping, so that many absences hide no silence. A ping that seems to be still to come is of a clock that was put back.
update heartbeat_monitors
set watched_since = :now, last_ping_at = case when last_ping_at > :now then :now else last_ping_at end
where last_ping_at is not null and interval_sec < :shorterThanSec
  and (last_ping_at > :now or watched_since is null or watched_since <= last_ping_at or watched_since > :now)
  and not exists (select 1 from missing m where m.kind = 'HEARTBEAT' and m.subject_id = heartbeat_monitors.id)
