insert into system_state (name, value) values (:name, :value) on conflict do nothing
