select version from configuration_version where id = 1 for update
