-- One statement for a whole batch, in which nobody is named twice. A row that is there already has the right copies. What earlier is, says the
-- migration that made it. Whoever is named again had the alert once.
insert into alert_responders
  (alert_id, user_id, level, assigned_at, created_at, source_id, policy_id, status, priority, severity, earlier)
select
  alert_id, user_id, level, assigned_at, created_at, source_id, policy_id, status, priority, severity,
  case when cardinality(earlier) <= 20 then nullif(earlier, '{}') else '{-1}' end
from (
  select given.*,
    named || array(
      select r.user_id from alert_responders r
      where r.alert_id = given.alert_id and r.user_id <> given.user_id and r.user_id <> all(named) limit 21) as earlier
  from (
    select given.*, coalesce(array_agg(given.user_id) over before, '{}') as named
    from unnest(
      :alertId[], :userId[], :level[], :assignedAt[], :createdAt[], :sourceId[], :policyId[], :status[], :priority[], :severity[]
    ) with ordinality as given (alert_id, user_id, level, assigned_at, created_at, source_id, policy_id, status, priority, severity, n)
    window before as (partition by given.alert_id order by given.n rows between unbounded preceding and 1 preceding)
  ) given
) given
on conflict (alert_id, user_id) do update set level = excluded.level, assigned_at = excluded.assigned_at
