update schedules
set name = :name, timezone = :timezone, type = :type, layers = :layers, shifts = :shifts, show_gaps = :showGaps,
  default_shift_duration = :defaultShiftDuration, teams = :teams, updated_at = :now
where id = :id
