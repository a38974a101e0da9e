select source_id, key_hash, key_encrypted, expires_at
from alert_source_keys
where 1 = 1
  and source_id = any(:sourceIds) and expires_at is null  -- when in-use-by
