-- One statement for a whole batch.
insert into notification_attempts (notification_id, number, at, notifier, status, error, duration_ms)
select * from unnest(:notificationId[], :number[], :at[], :notifier[], :status[], :error[], :durationMs[])
on conflict do nothing
