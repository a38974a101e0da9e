update users
set username = :username, first_name = :firstName, last_name = :lastName, email = :email, timezone = :timezone,
  language = :language, position = :position, department = :department, role = :role, shift_color = :shiftColor, muted_until = :mutedUntil,
  region = :region, updated_at = :now
where id = :id
