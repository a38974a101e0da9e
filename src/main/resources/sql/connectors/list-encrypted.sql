select id as id, params_encrypted as encrypted from connectors
