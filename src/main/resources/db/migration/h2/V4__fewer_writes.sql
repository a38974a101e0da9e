-- alert_responders_alerts stands in for it.
drop index alert_responders_user;
