delete from nodes where seen_at < :before
