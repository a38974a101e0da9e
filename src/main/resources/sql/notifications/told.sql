select distinct alert_id, user_id, contact_id
from notifications
where alert_id = any(:alertIds)
  and user_id is not null
  and (state = 'SENDING' or delivered_at >= :since)
