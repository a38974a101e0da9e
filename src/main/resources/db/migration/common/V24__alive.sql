-- What did not come in time and was told to an alert source: until it comes, or nobody waits for it any more. kind HEARTBEAT or EVENTS;
-- last_at is the last ping or event before.
create table missing (
  kind       varchar(16) not null,
  subject_id bigint      not null,
  source_id  bigint      not null,
  last_at    timestamp with time zone,
  missed_at  timestamp with time zone not null,
  primary key (kind, subject_id)
);

-- watched_since is when waiting began anew: after a time in which nothing ran, or when it was switched on.
alter table heartbeat_monitors add column active boolean default true not null;
alter table heartbeat_monitors add column watched_since timestamp with time zone;
alter table alert_sources add column watched_since timestamp with time zone;

-- The ALERT of a key that came in a maintenance window and is still without its OK; null for nearly all keys.
alter table alert_keys add column held_event_id uuid;

-- The keys that have one, so that they are found when the window ends.
create table held_keys (
  source_id bigint       not null,
  alert_key varchar(600) not null,
  primary key (source_id, alert_key)
);
