delete from missing where kind = :kind and subject_id = :subjectId
