insert into contacts (user_id, kind, connector, target, region_code, params, address_encrypted, verified, created_at)
values (:userId, :kind, :connector, '', :regionCode, '{}', :address, :verified, :now)
