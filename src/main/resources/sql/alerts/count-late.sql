update alerts set event_count = event_count + :more where id = :id
