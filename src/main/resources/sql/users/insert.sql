insert into users
  (username, first_name, last_name, email, timezone, language, position, department, role, shift_color, region, muted_until, created_at, updated_at)
values
  (:username, :firstName, :lastName, :email, :timezone, :language, :position, :department, :role, :shiftColor, :region, :mutedUntil, :now, :now)
