update configuration_version set version = version + 1 where id = 1
