update contacts
set connector = :connector, target = '', region_code = :regionCode, params = '{}', address_encrypted = :address, verified = :verified
where id = :id
