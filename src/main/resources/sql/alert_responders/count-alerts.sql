-- All are counted from an index alone, and what is not asked for is taken away: most of a user's alerts are resolved, and most can be seen.
select
  (select count(distinct r.alert_id) from alert_responders r where r.user_id = any(:users))
  - (select count(*) from alerts a where a.status <> 'RESOLVED'                                        -- when resolved
     and a.id in (select r.alert_id from alert_responders r where r.user_id = any(:users)))            -- when resolved
  - (select count(*) from alerts a where a.status <> 'RESOLVED' and a.source_id = any(:sources)        -- when resolved-seen
     and a.id in (select r.alert_id from alert_responders r where r.user_id = any(:users)))            -- when resolved-seen
  - (select count(*) from alerts a where a.source_id = any(:hidden)                                    -- when hidden
     and a.id in (select r.alert_id from alert_responders r where r.user_id = any(:users)))            -- when hidden
  as alerts
