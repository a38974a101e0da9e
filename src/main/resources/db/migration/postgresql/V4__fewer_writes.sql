-- Indexes that others stand in for: every alert pays for each of them.
drop index alerts_pending;          -- alerts_open
drop index alert_responders_user;   -- alert_responders_alerts
-- A key is written when it is made and again when its event was decided: with room in the page the second time touches no index.
alter table alert_keys set (fillfactor = 50);
