insert into schedules
  (name, timezone, type, layers, shifts, show_gaps, default_shift_duration, teams, created_at, updated_at)
values
  (:name, :timezone, :type, :layers, :shifts, :showGaps, :defaultShiftDuration, :teams, :now, :now)
