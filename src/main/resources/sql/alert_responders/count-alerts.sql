-- Without the open ones, when asked for: all is counted from an index alone, and of a user's alerts nearly all are resolved.
select
  (select count(distinct r.alert_id) from alert_responders r where r.user_id = any(:users))
  - (                                                                                          -- when resolved
  select count(*) from alerts a where a.status <> 'RESOLVED'                                   -- when resolved
    and a.id in (select r.alert_id from alert_responders r where r.user_id = any(:users))      -- when resolved
  )                                                                                            -- when resolved
  as alerts
