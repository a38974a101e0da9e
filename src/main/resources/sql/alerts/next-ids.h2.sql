select next value for alert_ids as id from system_range(1, :count)
