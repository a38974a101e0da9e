-- When the key last recovered, as milliseconds with a space between, the oldest first: as many as the source's setting looks at. Null for
-- keys of sources that have none.
alter table alert_keys add column recoveries varchar(400);

-- Until when the alert counts as flapping if nothing more happens; null for nearly all alerts.
alter table alerts add column flapping_until timestamp with time zone;
