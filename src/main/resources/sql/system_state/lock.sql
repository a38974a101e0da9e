select value from system_state where name = :name for update
