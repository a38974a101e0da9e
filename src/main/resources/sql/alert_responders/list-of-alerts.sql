-- Whoever got the alert last comes first, and further responders after those who got it.
select alert_id, user_id, level, assigned_at from alert_responders
where alert_id = any(:ids)
order by alert_id, case when level = 0 then 1 else 0 end, assigned_at desc, level, user_id
