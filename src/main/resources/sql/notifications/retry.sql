-- What an accept or the end of the alert has made unnecessary stays as it is, see Outbox.isStillNeeded.
update notifications set state = 'PENDING', due_at = :now, first_due_at = :now
where id = :id and state = 'FAILED'
  and (purpose in ('RESOLVED', 'TEST')
    or exists (
      select 1 from alerts a
      where a.id = notifications.alert_id
        and (a.status = 'PENDING' or (a.status = 'ACCEPTED' and notifications.purpose in ('RAISED', 'ACCEPTED')))))
