-- An older version leaves both in clear; what was encrypted has them nowhere else.
update contacts set address_encrypted = :encrypted, target = '', params = '{}' where id = cast(:id as bigint)
