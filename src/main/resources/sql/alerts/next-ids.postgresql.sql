select nextval('alert_ids') as id from generate_series(1, :count)
