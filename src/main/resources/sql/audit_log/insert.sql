insert into audit_log (at, caller, user_id, remote_address, operation, resource, resource_id, was, became)
values (:at, :caller, :userId, :remoteAddress, :operation, :resource, :resourceId, :was, :became)
