update alerts set escalation_level = :level where id = :id
