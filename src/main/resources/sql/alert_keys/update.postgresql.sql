-- One statement for a whole batch. The keys are there and locked, so that every one of them conflicts: this is an update that finds its rows
-- through their key, whatever the planner thinks.
insert into alert_keys
  (source_id, alert_key, last_applied_at, alert_id, is_open, episode, episode_started_at, closed_episode, closed_by_ok_at, touched_at)
select *
from unnest(:sourceId[], :alertKey[], :lastAppliedAt[], :alertId[], :isOpen[], :episode[], :episodeStartedAt[], :closedEpisode[],
            :closedByOkAt[], :now[])
on conflict (source_id, alert_key) do update
set last_applied_at = excluded.last_applied_at, alert_id = excluded.alert_id, is_open = excluded.is_open,
    episode = excluded.episode, episode_started_at = excluded.episode_started_at, closed_episode = excluded.closed_episode,
    closed_by_ok_at = excluded.closed_by_ok_at, touched_at = excluded.touched_at
