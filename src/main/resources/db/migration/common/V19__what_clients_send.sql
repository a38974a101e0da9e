-- The country of a user, as ilert's clients send it.
alter table users add column region varchar(64);

-- VOICE or WHATSAPP for a telephone number. Null: the contact's own, such as SMS.
alter table notification_rules add column method varchar(16);

-- Null when only the type was named, which means the notifier's own connector.
alter table alert_actions alter column connector_id drop not null;
