-- Lists and counts of a user's alerts looked up every one of them among all alerts: half a second for half a million. A responder's row now
-- has copies of what alerts are filtered and ordered by, under the same names, and one index of them answers everything about a user.
-- earlier names the users who had the alert before: of the rows of several users only that counts before which none of them had it, and very
-- many rows can be counted by several processes. It is {-1} in the rows behind the first twenty-one: a row must fit into the index.
-- Written anew and not changed in place, which would leave every row behind twice. They may be null because a node of the version before,
-- which still runs while others are upgraded, leaves them out.
alter table alert_responders rename to alert_responders_before;
alter table alert_responders_before rename constraint alert_responders_pkey to alert_responders_before_pkey;
create table alert_responders (
  alert_id    bigint not null,
  user_id     bigint not null,
  level       int    not null,
  assigned_at timestamp with time zone not null,
  created_at  timestamp with time zone,
  source_id   bigint,
  policy_id   bigint,
  status      varchar(16),
  priority    varchar(8),
  severity    varchar(16),
  earlier     bigint[]
);
insert into alert_responders (alert_id, user_id, level, assigned_at, created_at, source_id, policy_id, status, priority, severity, earlier)
select r.alert_id, r.user_id, r.level, r.assigned_at, a.created_at, a.source_id, a.policy_id, a.status, a.priority, a.severity,
  case when count(*) over before <= 20 then array_agg(r.user_id) over before else '{-1}' end
from alert_responders_before r
join alerts a on a.id = r.alert_id
window before as (partition by r.alert_id order by r.user_id rows between unbounded preceding and 1 preceding)
order by r.alert_id, r.user_id;
drop table alert_responders_before;
alter table alert_responders add constraint alert_responders_pkey primary key (alert_id, user_id);
create index alert_responders_newest on alert_responders (user_id, created_at, alert_id)
  include (status, source_id, policy_id, priority, severity, earlier);
create index alert_responders_crowded on alert_responders (alert_id) where earlier = '{-1}';
-- An index alone answers only for what was vacuumed: not as late as after a fifth of the rows.
alter table alert_responders set (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_vacuum_scale_factor = 0.05);
-- Reports group alerts by the day, week or month of this time, and deep pages by its hour. Taken for a million different times, the groups were
-- thought to be a million too, and were not counted by several processes. Nothing is ever looked for by the very time.
alter table alerts alter column created_at set (n_distinct = 1000);
alter table alert_responders alter column created_at set (n_distinct = 1000);
analyze alerts (created_at);
analyze alert_responders;
