insert into missing (kind, subject_id, source_id, last_at, missed_at) values (:kind, :subjectId, :sourceId, :lastAt, :now)
