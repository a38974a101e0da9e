update alert_keys
set last_applied_at = :lastAppliedAt, alert_id = :alertId, is_open = :isOpen, episode = :episode,
    episode_started_at = :episodeStartedAt, closed_episode = :closedEpisode, closed_by_ok_at = :closedByOkAt, touched_at = :now
where source_id = :sourceId and alert_key = :alertKey
