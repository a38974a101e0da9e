-- texts is JSON that is always read whole: what an alert source says about its alerts, and its durations as they were sent.
-- raised_at is the last beginning of support hours for which pending alerts were raised; null for none.
alter table alert_sources add column texts varchar default '{}' not null;
alter table alert_sources add column raised_at timestamp with time zone;

-- JSON lists of the numbers of teams.
alter table support_hours add column teams varchar default '[]' not null;
alter table heartbeat_monitors add column teams varchar default '[]' not null;
alter table alert_actions add column teams varchar default '[]' not null;
