select id as id, address_encrypted as encrypted from contacts where address_encrypted is not null
