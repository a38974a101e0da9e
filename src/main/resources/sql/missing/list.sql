select kind, subject_id, source_id, last_at, missed_at from missing order by kind, subject_id
