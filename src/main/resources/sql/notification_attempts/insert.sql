insert into notification_attempts (notification_id, number, at, notifier, status, error, duration_ms)
values (:notificationId, :number, :at, :notifier, :status, :error, :durationMs)
on conflict do nothing
