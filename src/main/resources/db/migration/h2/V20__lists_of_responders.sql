-- Lists and counts of a user's alerts looked up every one of them among all alerts: half a second for half a million. A responder's row now
-- has copies of what alerts are filtered and ordered by, under the same names, and one index of them answers everything about a user.
-- Written anew and not changed in place, which would leave every row behind twice. They may be null because a node of the version before,
-- which still runs while others are upgraded, leaves them out.
alter table alert_responders rename to alert_responders_before;
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
  severity    varchar(16)
);
insert into alert_responders (alert_id, user_id, level, assigned_at, created_at, source_id, policy_id, status, priority, severity)
select r.alert_id, r.user_id, r.level, r.assigned_at, a.created_at, a.source_id, a.policy_id, a.status, a.priority, a.severity
from alert_responders_before r
join alerts a on a.id = r.alert_id
order by r.alert_id, r.user_id;
drop table alert_responders_before;
alter table alert_responders add primary key (alert_id, user_id);
create index alert_responders_newest on alert_responders 
  (user_id, created_at, alert_id, status, source_id, policy_id, priority, severity);
