update connectors set params_encrypted = :encrypted where id = :id
