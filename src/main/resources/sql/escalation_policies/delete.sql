delete from escalation_policies where id = :id
