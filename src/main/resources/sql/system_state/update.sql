update system_state set value = :value where name = :name
