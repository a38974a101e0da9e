-- A million alerts of the last 81 days, with what belongs to them: half of them of source 1, a tenth each of 2 and 3, a hundred of 20, the rest of
-- 4 to 19; 900,000 resolved, 60,000 pending; user 1 has 600,000 of them, user 20 a hundred, the others have the rest; user 2 also has 100,000 of
-- those of user 1.
insert into alerts
  (id, source_id, alert_key, summary, details, severity, priority, status, created_at, last_event_at, event_count, open_members, member_count,
   links, images, custom_details, policy_id, escalation_state, escalation_level, escalation_round, next_escalation_at, accepted_at, resolved_at)
select nextval('alert_ids'), source, 'acs_ecs/cpu_total/i-' || n, '[' || severity || '] CPUUtilization 97.3 % >= 95 on prod-web-' || n % 5000,
  repeat('detail ', 60), severity, priority, status, at, at, 1, case when status = 'RESOLVED' then 0 else 1 end, 1, '[]', '[]', '{}',
  source % 5 + 1, case when status = 'PENDING' then 'ACTIVE' else 'NONE' end, 1, 0,
  case when status = 'PENDING' then now() + interval '1 day' + n * interval '1 second' end,
  case when status <> 'PENDING' then at end, case when status = 'RESOLVED' then at end
from (
  select n, now() - (1000000 - n) * interval '7 seconds' as at,
    case when n % 10000 = 17 then 20 when n % 10 < 5 then 1 when n % 10 = 5 then 2 when n % 10 = 6 then 3 else 4 + n / 10 % 16 end as source,
    (array['CRITICAL','CRITICAL','CRITICAL','WARN','WARN','WARN','WARN','INFO','INFO','INFO'])[1 + n / 7 % 10] as severity,
    case when n / 3 % 10 < 7 then 'HIGH' else 'LOW' end as priority,
    case when n::bigint * 7919 % 1000 < 900 then 'RESOLVED' when n::bigint * 7919 % 1000 < 960 then 'PENDING' else 'ACCEPTED' end as status
  from generate_series(1, 1000000) n) made;
insert into alert_members (alert_id, alert_key, status, severity, summary, opened_at, last_event_at, event_count)
select id, alert_key, case when status = 'RESOLVED' then 'CLOSED' else 'OPEN' end, severity, summary, created_at, created_at, 1 from alerts;
insert into alert_responders (alert_id, user_id, level, assigned_at, created_at, source_id, policy_id, status, priority, severity)
select id, case when id % 10000 = 11 then 20 when id % 10 < 6 then 1 else 2 + id / 10 % 18 end, 1, created_at,
  created_at, source_id, policy_id, status, priority, severity
from alerts;
insert into timeline (alert_id, at, type, text)
select id, created_at, kind, 'The event was received and made an alert.'
from alerts, unnest(array['AlertReceivedLogEntry', 'AlertAssignedBySystemLogEntry']) kind;
insert into alert_keys (source_id, alert_key, last_applied_at, alert_id, is_open, touched_at)
select source_id, alert_key, created_at, id, status <> 'RESOLVED', created_at from alerts;
insert into events (id, source_id, position, format, received_at, node, method, body, processed_at, outcome, event_type, alert_key, alert_id)
select gen_random_uuid(), source_id, 0, 'GENERIC', created_at, 'bench', 'POST', convert_to(repeat('body', 100), 'UTF8'), created_at, 'CREATED',
  'ALERT', alert_key, id
from alerts;
insert into notifications (id, alert_id, user_id, connector, purpose, urgency, state, created_at, first_due_at, attempts, relayed)
select gen_random_uuid(), alert_id, user_id, 'log', 'ALERT', 0, 'DELIVERED', assigned_at, assigned_at, 1, true from alert_responders;
insert into alert_responders (alert_id, user_id, level, assigned_at, created_at, source_id, policy_id, status, priority, severity, earlier)
select id, 2, 2, created_at, created_at, source_id, policy_id, status, priority, severity, array[1] from alerts where id % 10 = 3;
