select id, at, caller, user_id, remote_address, operation, resource, resource_id, was, became
from audit_log
where 1 = 1
  and at >= :from                 -- when from
  and at < :until                 -- when until
  and resource = :resource        -- when resource
  and resource_id = :resourceId   -- when resource-id
  and user_id = :userId           -- when user
order by id desc
limit :count offset :skip
