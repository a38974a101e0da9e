insert into contacts (user_id, kind, connector, target, region_code, params, verified, created_at)
values (:userId, :kind, :connector, :target, :regionCode, :params, :verified, :now)
