-- On PostgreSQL, until the transaction ends. A report reads whatever its time has, from a few alerts to all of them: it is planned for just
-- that time, may read a whole table, and has the memory to join a million alerts with their notifications.
select set_config('plan_cache_mode', 'force_custom_plan', true) || set_config('enable_seqscan', 'on', true)
  || set_config('work_mem', '64MB', true) as planned
