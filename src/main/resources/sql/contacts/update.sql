update contacts
set connector = :connector, target = :target, region_code = :regionCode, params = :params, verified = :verified
where id = :id
