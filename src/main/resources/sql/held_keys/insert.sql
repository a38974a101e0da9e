insert into held_keys (source_id, alert_key) values (:sourceId, :alertKey) on conflict do nothing
